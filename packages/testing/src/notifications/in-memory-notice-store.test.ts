import { InMemoryNoticeStore } from "./in-memory-notice-store.ts";
import { noticeStoreContract } from "./notice-store.contract.ts";

noticeStoreContract(async () => new InMemoryNoticeStore());
