/** Somebody else was faster between the judgement and the writing; judging again finds why. */
export class OvertakenError extends Error {
  constructor() {
    super("overtaken");
    this.name = "OvertakenError";
  }
}
