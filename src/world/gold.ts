/** The parts of the gold reward, each in gold's own units; they add up to it. */
export interface GoldParts {
  /** 3 (1 - .65^c), c distinct words on topic. */
  readonly content: number;
  /** .3 for each (content, connective, content), three at most. */
  readonly flow: number;
  /** Minus the price of words over the free length. */
  readonly length: number;
  /** .8 for a first style word, .6 for a second, minus the price of those over the limit. */
  readonly style: number;
  /** -.3 for each repeated content word. */
  readonly repeats: number;
  /** -.5 for each content word off topic. */
  readonly offTopic: number;
  /** -.5 where EOS is missing. */
  readonly ending: number;
}
