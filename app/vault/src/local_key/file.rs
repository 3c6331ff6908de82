use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{ErrorKind, Read, Write},
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use rand::CryptoRng;

use super::LocalKey;
use crate::{Error, KeyFileFault, Result, Secret, SecretString, cipher::CipherKey};

const FIRST_LINE: &str = "axonflow local key, version 1";
/// The whole file is below 150 bytes; more is something else.
const MAX_FILE_BYTES: u64 = 1024;

impl LocalKey {
    /// Reads the key file; makes one with a fresh key, readable by its owner alone, where there is none.
    ///
    /// Two processes that start at once end up with the same key: whoever links the file first wins.
    pub fn open_or_create(path: &Path, rng: &mut (impl CryptoRng + ?Sized)) -> Result<Self> {
        let opened = match read(path) {
            Err(KeyFileFault::Io(error)) if error.kind() == ErrorKind::NotFound => create(path, rng).and_then(|()| read(path)),
            other => other,
        };
        opened.map_err(|fault| Error::KeyFile { path: path.to_owned(), fault })
    }
}

fn read(path: &Path) -> std::result::Result<LocalKey, KeyFileFault> {
    let file = open_private(path)?;
    let mut text = SecretString::new(String::with_capacity(MAX_FILE_BYTES as usize));
    match file.take(MAX_FILE_BYTES).read_to_string(text.expose_mut()) {
        Err(error) if error.kind() == ErrorKind::InvalidData => return Err(KeyFileFault::Damaged),
        other => other?,
    };
    parse(text.expose()).ok_or(KeyFileFault::Damaged)
}

/// Opens a regular file that only its owner may use. The checks are of the open file, so that it cannot be exchanged
/// between check and use; the look at the path before tells a link from its target.
fn open_private(path: &Path) -> std::result::Result<File, KeyFileFault> {
    let named = fs::symlink_metadata(path)?;
    if !named.is_file() {
        return Err(KeyFileFault::NotARegularFile);
    }
    let file = File::open(path)?;
    let opened = file.metadata()?;
    if (opened.dev(), opened.ino()) != (named.dev(), named.ino()) {
        return Err(KeyFileFault::NotARegularFile);
    }
    let mode = opened.mode() & 0o7777;
    if mode & 0o077 != 0 {
        return Err(KeyFileFault::OpenToOthers { mode });
    }
    Ok(file)
}

/// The id in the file is a function of the key, so that a damaged key is noticed before it is used.
fn parse(text: &str) -> Option<LocalKey> {
    let mut lines = text.lines();
    if lines.next()? != FIRST_LINE {
        return None;
    }
    let key_id = lines.next()?.strip_prefix("id: ")?;
    let digits = lines.next()?.strip_prefix("key: ")?;
    let mut root = CipherKey::new([0; 32]);
    hex::decode_to_slice(digits, root.expose_mut()).ok()?;
    let key_file = LocalKey::from_root(root);
    (key_file.key_id == key_id && lines.next().is_none()).then_some(key_file)
}

/// Writes a new file beside the path and links it into place: it appears whole, or not at all.
fn create(path: &Path, rng: &mut (impl CryptoRng + ?Sized)) -> std::result::Result<(), KeyFileFault> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let draft = draft_path(path, rng);
    let written = write_private(&draft, &content(rng)).and_then(|()| link_once(&draft, path));
    fs::remove_file(&draft).or_else(|error| if error.kind() == ErrorKind::NotFound { Ok(()) } else { Err(error) })?;
    written?;
    Ok(File::open(folder)?.sync_all()?)
}

fn draft_path(path: &Path, rng: &mut (impl CryptoRng + ?Sized)) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{:016x}.new", rng.next_u64()));
    PathBuf::from(name)
}

fn content(rng: &mut (impl CryptoRng + ?Sized)) -> SecretString {
    let key_file = LocalKey::from_root(Secret::random(rng));
    let digits = SecretString::new(hex::encode(key_file.root.expose()));
    SecretString::new(format!("{FIRST_LINE}\nid: {}\nkey: {}\n", key_file.key_id, digits.expose()))
}

fn write_private(path: &Path, content: &SecretString) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(content.expose().as_bytes())?;
    file.sync_all()
}

/// A hard link never replaces what another process has put there in the meantime; that file is then the key.
fn link_once(draft: &Path, path: &Path) -> std::io::Result<()> {
    match fs::hard_link(draft, path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use rand::{SeedableRng, rngs::StdRng};
    use tempfile::{TempDir, tempdir};

    use super::*;

    fn open(path: &Path) -> Result<LocalKey> {
        LocalKey::open_or_create(path, &mut StdRng::seed_from_u64(1))
    }

    fn with_file() -> (TempDir, PathBuf) {
        let folder = tempdir().unwrap();
        let path = folder.path().join("key");
        open(&path).unwrap();
        (folder, path)
    }

    fn fault(path: &Path) -> KeyFileFault {
        match open(path) {
            Err(Error::KeyFile { fault, .. }) => fault,
            other => panic!("expected a refused key file, not {other:?}"),
        }
    }

    #[test]
    fn a_new_file_is_for_its_owner_alone_and_leaves_no_draft() {
        let (folder, path) = with_file();

        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o600);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn the_key_outlives_the_process() {
        let (_folder, path) = with_file();

        let again = LocalKey::open_or_create(&path, &mut StdRng::seed_from_u64(2)).unwrap();

        assert_eq!(again.key_id, open(&path).unwrap().key_id);
    }

    #[test]
    fn missing_folders_are_made_private() {
        let folder = tempdir().unwrap();
        let path = folder.path().join("a/b/key");

        open(&path).unwrap();

        assert_eq!(fs::metadata(path.parent().unwrap()).unwrap().permissions().mode() & 0o777, 0o700);
    }

    #[test]
    fn a_file_that_others_may_use_is_refused_in_plain_words() {
        let (_folder, path) = with_file();

        for mode in [0o640, 0o604, 0o620, 0o601, 0o660] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            assert!(matches!(fault(&path), KeyFileFault::OpenToOthers { mode: found } if found == mode), "{mode:o}");
        }
        assert!(open(&path).unwrap_err().to_string().contains("(mode 0660); run `chmod 600` on it"));
    }

    #[test]
    fn links_and_folders_are_refused() {
        let (folder, path) = with_file();
        let (link, dangling) = (folder.path().join("link"), folder.path().join("dangling"));
        symlink(&path, &link).unwrap();
        symlink(folder.path().join("nowhere"), &dangling).unwrap();

        for path in [link, dangling, folder.path().to_owned()] {
            assert!(matches!(fault(&path), KeyFileFault::NotARegularFile), "{path:?}");
        }
        assert!(!folder.path().join("nowhere").exists());
    }

    #[test]
    fn damage_is_noticed() {
        let (_folder, path) = with_file();
        let good = fs::read_to_string(&path).unwrap();

        let flipped = if good.trim_end().ends_with('0') { "1\n" } else { "0\n" };
        let damaged = [
            String::new(),
            good.replace("version 1", "version 2"),
            good[..good.len() - 3].to_owned(),
            format!("{}{flipped}", &good[..good.len() - 2]),
            format!("{good}more\n"),
            "x".repeat(5000),
        ];
        for text in damaged {
            fs::write(&path, &text).unwrap();
            assert!(matches!(fault(&path), KeyFileFault::Damaged), "{text:.40}");
        }
        fs::write(&path, [0xFF, 0xFE]).unwrap();
        assert!(matches!(fault(&path), KeyFileFault::Damaged));
    }

    #[test]
    fn processes_that_start_together_share_one_key() {
        let folder = tempdir().unwrap();
        let path = folder.path().join("key");

        let ids: Vec<String> = std::thread::scope(|scope| {
            let start = |seed| {
                let path = &path;
                scope.spawn(move || LocalKey::open_or_create(path, &mut StdRng::seed_from_u64(seed)).unwrap().key_id)
            };
            let running: Vec<_> = (0..8).map(start).collect();
            running.into_iter().map(|thread| thread.join().unwrap()).collect()
        });

        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    }
}
