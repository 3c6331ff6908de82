use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::error::{EmbeddedError, Result};

pub(super) const OLDEST_MAJOR: u32 = 15;

/// Where distributions put one folder per major version.
const VERSIONS: &str = "/usr/lib/postgresql";

/// The programs of one installed PostgreSQL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Binaries {
    pub(super) folder: PathBuf,
    pub(super) major: u32,
}

impl Binaries {
    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The programs in `folder`, if they are all there, run, and are new enough.
    fn probe(folder: &Path) -> Option<Self> {
        if !["initdb", "psql"].iter().all(|name| folder.join(name).is_file()) {
            return None;
        }
        let output = Command::new(folder.join("postgres")).arg("-V").output().ok()?;
        let major = major_version(&String::from_utf8_lossy(&output.stdout))?;
        (major >= OLDEST_MAJOR).then(|| Self { folder: folder.to_path_buf(), major })
    }
}

/// Every usable installation, best first: the named folder alone, or the newest versions and then the search path.
pub(super) fn installed(named: Option<&Path>) -> Result<Vec<Binaries>> {
    if let Some(folder) = named {
        return Binaries::probe(folder).map(|only| vec![only]).ok_or_else(|| EmbeddedError::UnusableBinaries(folder.to_path_buf()));
    }
    let mut found: Vec<_> = versioned_folders().iter().filter_map(|folder| Binaries::probe(folder)).collect();
    found.sort_by_key(|binaries| std::cmp::Reverse(binaries.major));
    found.extend(search_path().iter().find_map(|folder| Binaries::probe(folder)));
    if found.is_empty() { Err(EmbeddedError::NotInstalled) } else { Ok(found) }
}

fn versioned_folders() -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(VERSIONS) else { return Vec::new() };
    entries.flatten().map(|entry| entry.path().join("bin")).collect()
}

fn search_path() -> Vec<PathBuf> {
    std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect()).unwrap_or_default()
}

/// The major version in a line such as `postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)`.
fn major_version(line: &str) -> Option<u32> {
    let number = line.split_once("(PostgreSQL) ")?.1;
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// The installation to use for data that `written_by` made; any when there is no data yet.
pub(super) fn choose(installed: &[Binaries], written_by: Option<&str>, folder: &Path) -> Result<Binaries> {
    let fitting = match written_by {
        None => installed.first(),
        Some(version) => installed.iter().find(|binaries| binaries.major.to_string() == version),
    };
    fitting.cloned().ok_or_else(|| EmbeddedError::OtherVersion {
        folder: folder.to_path_buf(),
        found: written_by.unwrap_or("an unknown version").to_owned(),
        installed: installed.iter().map(|binaries| binaries.major.to_string()).collect::<Vec<_>>().join(", "),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(major: u32) -> Binaries {
        Binaries { folder: format!("/opt/{major}").into(), major }
    }

    #[test]
    fn the_major_version_is_read_from_the_version_line() {
        let check = |line, expected| assert_eq!(major_version(line), expected, "{line}");

        check("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)\n", Some(15));
        check("postgres (PostgreSQL) 18beta1", Some(18));
        check("postgres (PostgreSQL) devel", None);
        check("another program", None);
    }

    #[test]
    fn new_data_takes_the_newest_and_old_data_the_version_that_wrote_it() {
        let here = [version(17), version(15)];
        let check = |written_by, major| assert_eq!(choose(&here, written_by, Path::new("d")).unwrap().major, major);

        check(None, 17);
        check(Some("15"), 15);
        check(Some("17"), 17);
    }

    #[test]
    fn data_of_a_version_that_is_not_here_is_refused_by_name() {
        let refusal = choose(&[version(17), version(15)], Some("9.6"), Path::new("d")).unwrap_err().to_string();

        assert!(refusal.contains("PostgreSQL 9.6") && refusal.contains("17, 15"), "{refusal}");
    }
}
