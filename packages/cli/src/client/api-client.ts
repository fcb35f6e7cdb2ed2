import { CliError } from "./cli-error.ts";

export interface ApiAnswer<Body = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export interface ApiRequest {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `pointer` is a JSON pointer (RFC 6901) into the body, or begins with `/path`, `/query` or `/headers`. */
export interface FieldProblem {
  readonly pointer: string;
  readonly detail: string;
}

/** An answer that says no: a problem (RFC 9457) with its code, or what a gateway on the way says. */
export class ApiProblem extends CliError {
  readonly status: number;
  /** True when the same request may succeed a moment later. */
  readonly transient: boolean;
  /** What is wrong with which part of the request. */
  readonly fields: readonly FieldProblem[];

  constructor(
    status: number,
    code: string,
    message: string,
    fields: readonly FieldProblem[],
    remedy?: string,
  ) {
    super(code, message, remedy);
    this.name = "ApiProblem";
    this.status = status;
    this.fields = fields;
    this.transient = status >= 500 || status === 429;
  }
}

/** The HTTP API, called with one user's access token. */
export interface ApiClient {
  /** Any answer, also one that says no. Throws only when there is none. */
  call(method: string, path: string, request?: ApiRequest): Promise<ApiAnswer>;
  /** The body of an answer that says yes. Throws ApiProblem for one that says no. */
  ask<Body>(method: string, path: string, request?: ApiRequest): Promise<Body>;
}

/** A gateway ends a request after 30 s; what takes longer has no answer to wait for. */
const ANSWER_TIMEOUT_MS = 45_000;

interface Problem {
  readonly title?: string;
  readonly detail?: string;
  readonly code?: string;
  /** What API Gateway says instead: it answers before our code is asked. */
  readonly message?: string;
  readonly errors?: readonly FieldProblem[];
}

export function apiClient(api: string, token: string): ApiClient {
  const call: ApiClient["call"] = async (method, path, request = {}) => {
    const answer = await fetch(new URL(path, api), {
      method,
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      headers: {
        authorization: `Bearer ${token}`,
        ...(request.body !== undefined && { "content-type": "application/json" }),
        ...request.headers,
      },
      ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
    }).catch((cause: unknown) => {
      throw new CliError(
        "api-unreachable",
        `The API at ${api} does not answer.`,
        "Is the system up? Start it with: pnpm dev",
        { cause },
      );
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: parse(text) };
  };
  return {
    call,
    async ask<Body>(method: string, path: string, request?: ApiRequest) {
      const answer = await call(method, path, request);
      if (answer.status >= 400) throw apiProblem(method, path, answer);
      return answer.body as Body;
    },
  };
}

function parse(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // An answer of the gateway itself may be plain text: shown as it is.
    return { detail: text };
  }
}

/** The error that an answer of 400 or more comes to. */
export function apiProblem(method: string, path: string, { status, body }: ApiAnswer): ApiProblem {
  const { title, detail, code, message, errors = [] } = (body ?? {}) as Problem;
  const fields = errors.map((error) => `\n  ${error.pointer}: ${error.detail}`).join("");
  return new ApiProblem(
    status,
    code ?? `http-${status}`,
    `${method} ${path.split("?")[0]} answered ${status}: ${detail ?? title ?? message ?? "no reason given"}${fields}`,
    errors,
    status === 403 ? "Act as a user whose groups allow it (docs/api.md), by --tenant." : undefined,
  );
}
