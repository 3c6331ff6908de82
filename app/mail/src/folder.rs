use std::path::Path;

use lettre::Message;
use tokio::{fs, io::AsyncWriteExt as _};

use crate::{Failure, Letter};

/// Writes a letter as a file that only the owner may read: it may hold a link that opens something. A second time gives the
/// same file.
pub(crate) async fn write(folder: &Path, letter: &Letter, message: &Message) -> Result<(), Failure> {
    put(folder, letter, &message.formatted())
        .await
        .map_err(|error| Failure::Later(format!("{} cannot be written: {error}", folder.display())))
}

async fn put(folder: &Path, letter: &Letter, bytes: &[u8]) -> std::io::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).await?;
    let name = format!("{}-{}.eml", letter.at.unix_timestamp(), letter.id);
    let unfinished = folder.join(format!(".{name}"));
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&unfinished).await?;
    file.write_all(bytes).await?;
    file.sync_all().await?;
    fs::rename(&unfinished, folder.join(name)).await
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use model::EmailAddress;
    use time::macros::datetime;
    use uuid::Uuid;

    use crate::{Draft, Letter, Mailer, Sender};

    #[tokio::test]
    async fn a_letter_becomes_one_private_file_however_often_it_is_sent() {
        let root = tempfile::tempdir().unwrap();
        let outbox = root.path().join("outbox");
        let mailer = Mailer::Folder(outbox.clone(), Sender::of_host("flow.example").unwrap());
        let draft = Draft { subject: "Hello".to_owned(), paragraphs: vec!["One.".to_owned()], action: None, closing: vec![] };
        let to = EmailAddress::parse("ada@acme.example").unwrap();
        let letter = Letter { id: Uuid::from_u128(7), to, draft, at: datetime!(2026-11-21 12:00 UTC) };

        mailer.send(&letter).await.unwrap();
        mailer.send(&letter).await.unwrap();

        let files: Vec<_> = std::fs::read_dir(&outbox).unwrap().map(|entry| entry.unwrap()).collect();
        assert_eq!(files.len(), 1);
        assert_eq!(files[0].metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert!(std::fs::read_to_string(files[0].path()).unwrap().contains("To: ada@acme.example"));
    }
}
