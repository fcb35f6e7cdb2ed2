/** The time, as a port: handlers pass the system's clock, tests a fixed one. */
export interface Clock {
  now(): Date;
}
