/** Where PINs are typed: into this window, or into one that the program on the computer opens (config pinEntry). */

type Greeted = { readonly hello?: { readonly capabilities?: readonly string[] } };

/** Whether the host asks for PINs itself. Then no PIN ever enters the browser. */
export function hostAsks({ hello }: Greeted): boolean {
  return hello?.capabilities?.includes("pin-entry-host") ?? false;
}
