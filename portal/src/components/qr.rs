use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What a page shows to set up an authenticator: a picture to scan, and the same for typing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FactorSetup {
    /// The secret in groups of four.
    secret: String,
    /// Modules on each side of the picture.
    size: usize,
    /// The dark modules as an SVG path; empty when no picture could be made.
    path: String,
}

impl std::fmt::Debug for FactorSetup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FactorSetup([secret])")
    }
}

#[cfg(feature = "ssr")]
impl FactorSetup {
    /// Draws the URI on the server; the browser bundle has no QR encoder.
    pub(crate) fn of(setup: model::views::TotpSetup) -> Self {
        let (size, path) = qrcode::QrCode::new(setup.uri.as_bytes()).map_or((0, String::new()), |code| {
            let dark: Vec<bool> = code.to_colors().into_iter().map(|color| color == qrcode::Color::Dark).collect();
            (code.width(), dark_path(&dark, code.width()))
        });
        Self { secret: in_groups(&setup.secret), size, path }
    }
}

/// One rectangle for each run of dark modules in a row.
#[cfg(feature = "ssr")]
fn dark_path(dark: &[bool], width: usize) -> String {
    use std::fmt::Write as _;
    let mut path = String::new();
    for (y, row) in dark.chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            let length = run.len();
            if run.first() == Some(&true) {
                // Writing to a String cannot fail.
                let _ = write!(path, "M{x} {y}h{length}v1h-{length}z");
            }
            x += length;
        }
    }
    path
}

#[cfg(feature = "ssr")]
fn in_groups(secret: &str) -> String {
    let letters: Vec<char> = secret.chars().filter(|c| !c.is_whitespace()).collect();
    letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join(" ")
}

/// The picture to scan and the text to type.
#[component]
pub(crate) fn FactorSetupPicture(
    /// Made on the server.
    setup: FactorSetup,
) -> impl IntoView {
    let picture = (!setup.path.is_empty()).then(|| {
        view! {
            <svg
                viewBox=format!("0 0 {0} {0}", setup.size)
                shape-rendering="crispEdges"
                role="img"
                aria-label="QR code for your authenticator app"
            >
                <path fill="currentColor" d=setup.path></path>
            </svg>
        }
    });
    view! {
        <div class="qr">
            {picture}
            <div class="stack-2">
                <p class="strong">"Scan with your authenticator app"</p>
                <p class="small muted">"Or type this key there:"</p>
                <p class="mono">{setup.secret}</p>
            </div>
        </div>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn runs_of_dark_modules_become_rectangles() {
        let dark = [true, true, false, false, false, true, true, true, true];

        assert_eq!(dark_path(&dark, 3), "M0 0h2v1h-2zM2 1h1v1h-1zM0 2h3v1h-3z");
    }

    #[test]
    fn secrets_are_grouped_for_typing() {
        assert_eq!(in_groups("JBSWY3DPEH"), "JBSW Y3DP EH");
    }
}
