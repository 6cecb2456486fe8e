/** The tables shared with the host, resolved by the build (build.mjs). */
declare module "shared:errors" {
  export type Words = { cause: string; next: string; nextUnknown?: string };
  const table: {
    errors: { code: string; number: number; ja: Words; en: Words }[];
    /** Words for the values of parameters: values[parameter][value]. */
    values: Record<string, Record<string, { ja: string; en: string }>>;
  };
  export default table;
}
declare module "shared:pins" {
  export type PinWords = { name: string; short: string; form: string; use: string; help: string };
  const table: {
    pins: {
      kind: string;
      charset: "digits" | "upper-alnum";
      minLength: number;
      maxLength: number;
      maxTries: number;
      ja: PinWords;
      en: PinWords;
      alsoCalled: string[];
    }[];
  };
  export default table;
}
declare module "shared:ids" {
  const ids: { version: string; host: string };
  export default ids;
}
