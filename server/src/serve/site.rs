use std::path::{Path, PathBuf};

/// Where the browser bundle is, and the version that goes into its addresses.
#[derive(Debug, Clone)]
pub struct Site {
    /// The folder that holds `pkg/`; pages work without it, only without scripts.
    pub folder: Option<PathBuf>,
    /// Changes with every build.
    pub version: String,
}

impl Site {
    /// Looks where it was told, then beside the executable (`site/`, `../site/`, `../share/axonflow/site/`).
    pub fn find(told: Option<&Path>) -> Self {
        let beside = std::env::current_exe().ok().and_then(|exe| exe.parent().map(Path::to_path_buf));
        let guesses = beside.into_iter().flat_map(|dir| ["site", "../site", "../share/axonflow/site"].map(|guess| dir.join(guess)));
        let folder = told.map(Path::to_path_buf).into_iter().chain(guesses).find(|dir| dir.join("pkg/axonflow.js").is_file());
        if folder.is_none() {
            tracing::warn!("no browser bundle was found: pages work, live updates do not; set AXONFLOW_SITE_DIR");
        }
        let stated = folder.as_ref().and_then(|dir| std::fs::read_to_string(dir.join("pkg/version")).ok());
        let version = stated.map_or_else(|| env!("CARGO_PKG_VERSION").to_owned(), |text| text.trim().to_owned());
        Self { folder, version }
    }
}
