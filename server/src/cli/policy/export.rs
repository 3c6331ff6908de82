use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use governance::policy_files::{PolicyFile, export};
use serde::Serialize;

use super::folder;
use crate::cli::{
    in_org::{InOrg, Open},
    output::Output,
};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The folder; a file that is there already keeps its name.
    folder: PathBuf,
    #[command(flatten)]
    place: InOrg,
}

#[derive(Debug, Default, PartialEq, Eq, Serialize)]
struct Written {
    policies: usize,
    written: Vec<String>,
    removed: Vec<String>,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.place, "policy export").await?;
    let files = export(&open.house.gov, &open.scope).await?;
    let written = store(&args.folder, &files)?;
    out.show(&written, || {
        let (new, gone) = (written.written.len(), written.removed.len());
        format!("{} policies: {new} files written, {gone} removed, the others are as they were.", written.policies)
    });
    open.close().await
}

/// Brings a folder to what is in force. A file with the id of a policy that is no more goes; one without an id waits for its import.
fn store(folder: &Path, files: &[PolicyFile]) -> anyhow::Result<Written> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let mut known: HashMap<String, PathBuf> =
        folder::read(folder)?.into_iter().filter_map(|placed| Some((placed.file.id?, placed.path))).collect();
    let mut written = Written { policies: files.len(), ..Written::default() };
    for file in files {
        let place = file.id.as_ref().and_then(|id| known.remove(id)).unwrap_or_else(|| folder.join(folder::name_of(file)));
        if folder::write(&place, file)? {
            written.written.push(place.display().to_string());
        }
    }
    for path in known.into_values() {
        fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        written.removed.push(path.display().to_string());
    }
    written.removed.sort();
    Ok(written)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn file(id: &str, name: &str) -> PolicyFile {
        serde_json::from_value(json!({
            "format": "axonflow-policy/1", "id": id, "name": name, "kind": "pattern", "tier": "organization", "category": "sensitive-data",
            "enabled": true, "pattern": "a",
        }))
        .unwrap()
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = entries.collect();
        names.sort();
        names
    }

    #[test]
    fn a_second_export_changes_nothing_and_names_stay() {
        let folder = tempfile::tempdir().unwrap();
        let files = [file("pol_0000000000000001", "No herons, please!"), file("pol_0000000000000002", "Doves")];
        store(folder.path(), &files).unwrap();
        assert_eq!(names(folder.path()), ["doves-00000002.json", "no-herons-please-00000001.json"]);

        let renamed = [file("pol_0000000000000001", "Herons"), files[1].clone()];
        let second = store(folder.path(), &files).unwrap();
        let third = store(folder.path(), &renamed).unwrap();

        assert_eq!((second.written.len(), second.removed.len()), (0, 0));
        assert_eq!(third.written.len(), 1);
        assert_eq!(names(folder.path()), ["doves-00000002.json", "no-herons-please-00000001.json"]);
    }

    #[test]
    fn a_policy_that_is_gone_takes_its_file_along_and_a_new_file_waits() {
        let folder = tempfile::tempdir().unwrap();
        store(folder.path(), &[file("pol_0000000000000001", "Herons")]).unwrap();
        let new = PolicyFile { id: None, ..file("", "Kestrels") };
        folder::write(&folder.path().join("kestrels.json"), &new).unwrap();

        let written = store(folder.path(), &[]).unwrap();

        assert_eq!((written.removed.len(), names(folder.path())), (1, vec!["kestrels.json".to_owned()]));
        fs::write(folder.path().join("notes.json"), "{}").unwrap();
        assert!(store(folder.path(), &[]).is_err(), "what is no policy is not passed over");
    }
}
