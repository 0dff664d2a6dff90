import type { Judgement } from "../warning.ts";
import { WarningModel } from "./model/warning-model.ts";
import { WARNING_RULES } from "./rules.ts";
import type { Situation } from "./situation.ts";

/** Everything that is wrong now, and everything that cannot be told. */
export function judgeWarnings(situation: Situation): Judgement {
  return WarningModel.of(WARNING_RULES, situation).judgement();
}
