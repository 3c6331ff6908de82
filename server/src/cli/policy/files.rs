use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, ensure};

/// A module and the tests beside it.
#[derive(Debug)]
pub(super) struct PolicyFile {
    pub(super) path: PathBuf,
    pub(super) source: String,
    /// Of `NAME_test.rego`; empty when there is none.
    pub(super) tests: String,
}

/// The module at a path, or every module below it in the order of their names.
pub(super) fn read(path: &Path) -> anyhow::Result<Vec<PolicyFile>> {
    let mut found = Vec::new();
    collect(path, &mut found)?;
    found.sort();
    ensure!(!found.is_empty(), "{} holds no .rego module", path.display());
    found.into_iter().map(load).collect()
}

fn collect(path: &Path, found: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    if path.is_file() {
        found.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))? {
        let inside = entry?.path();
        if inside.is_dir() {
            collect(&inside, found)?;
        } else if is_module(&inside) {
            found.push(inside);
        }
    }
    Ok(())
}

fn is_module(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "rego")
        && !path.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with("_test"))
}

fn load(path: PathBuf) -> anyhow::Result<PolicyFile> {
    let read = |path: &Path| fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()));
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!("{stem}_test.rego"));
    let tests = if beside.is_file() { read(&beside)? } else { String::new() };
    Ok(PolicyFile { source: read(&path)?, tests, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_belong_to_the_module_beside_them() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        fs::create_dir(folder.path().join("connectors")).unwrap();
        write("main.rego", "package a");
        write("main_test.rego", "package a # tests");
        write("connectors/slack.rego", "package b");
        write("README.md", "no module");

        let files = read(folder.path()).unwrap();

        let found: Vec<_> = files.iter().map(|file| (file.source.as_str(), file.tests.as_str())).collect();
        assert_eq!(found, [("package b", ""), ("package a", "package a # tests")]);
        assert!(read(&folder.path().join("nothing")).is_err());
        fs::remove_file(folder.path().join("connectors/slack.rego")).unwrap();
        assert!(read(&folder.path().join("connectors")).is_err(), "an empty folder is no success");
    }
}
