//! Policy files in a folder, and how they are called.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use governance::policy_files::PolicyFile;

/// A policy file and where it lies.
pub(super) struct Placed {
    pub(super) path: PathBuf,
    pub(super) file: PolicyFile,
}

/// Every policy file below a folder, in the order of their paths. Whatever else is called `.json` is an error, so that nothing is
/// left out by a typing mistake.
pub(super) fn read(folder: &Path) -> anyhow::Result<Vec<Placed>> {
    let mut paths = Vec::new();
    collect(folder, &mut paths)?;
    paths.sort();
    paths.into_iter().map(load).collect()
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let inside = entry?.path();
        if inside.is_dir() {
            collect(&inside, found)?;
        } else if inside.extension().is_some_and(|extension| extension == "json") {
            found.push(inside);
        }
    }
    Ok(())
}

fn load(path: PathBuf) -> anyhow::Result<Placed> {
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let file = serde_json::from_str(&text).with_context(|| format!("{} is not a policy", path.display()))?;
    Ok(Placed { path, file })
}

/// Writes a file whole: another process sees the old one or the new one. True when it changed.
pub(super) fn write(path: &Path, file: &PolicyFile) -> anyhow::Result<bool> {
    let text = serde_json::to_string_pretty(file)? + "\n";
    if fs::read_to_string(path).is_ok_and(|known| known == text) {
        return Ok(false);
    }
    let beside = path.with_extension("json.new");
    fs::write(&beside, text).with_context(|| format!("cannot write {}", beside.display()))?;
    fs::rename(&beside, path).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(true)
}

/// The name of a new file: the policy's, and the end of its id, so that two of one name differ.
pub(super) fn name_of(file: &PolicyFile) -> String {
    let mut slug = String::new();
    for c in file.name.to_lowercase().chars() {
        match c {
            c if c.is_ascii_alphanumeric() => slug.push(c),
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
    }
    let slug: String = slug.chars().take(60).collect();
    let id = file.id.as_deref().unwrap_or_default();
    let tail: String = id.chars().skip(id.chars().count().saturating_sub(8)).collect();
    format!("{}-{tail}.json", slug.trim_end_matches('-'))
}
