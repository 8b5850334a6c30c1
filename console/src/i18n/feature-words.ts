/** Words that only one feature needs: a file `words.ts` in its folder holds both languages. */
export interface WordTree {
  readonly [name: string]: string | WordTree
}

export interface FeatureWords<W extends WordTree> {
  /** The feature's folder, which is its i18next namespace too. */
  readonly name: string
  readonly zh: W
  readonly en: W
}

/** `list.title`: the way to a text through the tree. */
export type WordPath<W extends WordTree> = {
  [K in keyof W & string]: W[K] extends WordTree ? `${K}.${WordPath<W[K]>}` : K
}[keyof W & string]

export type Values = Readonly<Record<string, string | number>>

/** Chinese says which words there are; English must have the same. */
export const featureWords = <W extends WordTree>(table: FeatureWords<W>): FeatureWords<W> => table
