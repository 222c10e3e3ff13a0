/** How far a promise is kept. `kept` and `partial` name the tests that show it. */
export type Requirement =
  | { readonly state: 'planned'; readonly promise: string }
  | { readonly state: 'partial'; readonly promise: string; readonly missing: string; readonly tests: readonly string[] }
  | { readonly state: 'kept'; readonly promise: string; readonly tests: readonly string[] };
