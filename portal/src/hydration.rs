use leptos::{config::LeptosOptions, nonce::use_nonce, prelude::*};

/// Loads the browser bundle. Everything carries the nonce, so that a policy without any other
/// source for scripts lets it pass; the addresses change with the assets, so they may be cached for ever.
#[component]
pub(crate) fn HydrationScript(
    /// Names the bundle.
    options: LeptosOptions,
    /// Changes with every build.
    version: String,
) -> impl IntoView {
    let nonce = use_nonce();
    let (pkg, name) = (&options.site_pkg_dir, &options.output_name);
    let script = format!("/{pkg}/{name}.js?v={version}");
    let module = format!("/{pkg}/{name}_bg.wasm?v={version}");
    let start = format!("import init, {{ hydrate }} from \"{script}\";\ninit({{ module_or_path: \"{module}\" }}).then(() => hydrate());");
    view! {
        <link rel="modulepreload" href=script nonce=nonce.clone() />
        <link rel="preload" href=module r#as="fetch" type="application/wasm" crossorigin="anonymous" nonce=nonce.clone() />
        <script type="module" nonce=nonce inner_html=start></script>
    }
}
