use std::{
    fs,
    os::unix::{
        fs::{MetadataExt, PermissionsExt},
        process::CommandExt,
    },
    path::Path,
    process::Command,
};

use nix::unistd::{Uid, User, chown, geteuid};

use super::error::{EmbeddedError, Result, failed_to};

/// Who runs PostgreSQL when nobody is named, in this order.
const USUAL_USERS: [&str; 2] = ["postgres", "nobody"];

/// The account that PostgreSQL runs as.
#[derive(Clone, Debug)]
pub(super) enum Account {
    /// The same as this process.
    Own,
    /// Another, because this process is root and PostgreSQL refuses to be.
    Service(Box<User>),
}

impl Account {
    pub(super) fn choose(wanted: Option<&str>) -> Result<Self> {
        if !geteuid().is_root() {
            return wanted.map_or(Ok(Self::Own), check_own_name);
        }
        let user = match wanted {
            Some(name) => find_user(name).ok_or_else(|| EmbeddedError::NoSuchUser(name.to_owned()))?,
            None => {
                USUAL_USERS.iter().find_map(|name| find_user(name)).ok_or_else(|| EmbeddedError::NoSuchUser(USUAL_USERS.join(" or ")))?
            }
        };
        if user.uid.is_root() { Err(EmbeddedError::RootRefused) } else { Ok(Self::Service(Box::new(user))) }
    }

    pub(super) fn uid(&self) -> Uid {
        match self {
            Self::Own => geteuid(),
            Self::Service(user) => user.uid,
        }
    }

    /// Makes `command` run as this account, without root's groups, variables or working directory.
    pub(super) fn apply(&self, command: &mut Command) {
        command.current_dir("/").env_clear().env("LC_ALL", "C.UTF-8").env("PATH", "/usr/bin:/bin");
        if let Self::Service(user) = self {
            command.uid(user.uid.as_raw()).gid(user.gid.as_raw());
        }
    }

    /// Makes this account the owner of `path`.
    pub(super) fn give(&self, path: &Path) -> Result<()> {
        match self {
            Self::Own => Ok(()),
            Self::Service(user) => {
                chown(path, Some(user.uid), Some(user.gid)).map_err(|errno| failed_to("change the owner of", path)(errno.into()))
            }
        }
    }

    /// Lets this account pass through our own folder, which other users still cannot enter or list.
    pub(super) fn admit(&self, folder: &Path) -> Result<()> {
        let Self::Service(user) = self else { return Ok(()) };
        let meta = fs::metadata(folder).map_err(failed_to("look at", folder))?;
        if may_enter(user, &meta) || meta.uid() != geteuid().as_raw() {
            return Ok(());
        }
        chown(folder, None, Some(user.gid)).map_err(|errno| failed_to("change the group of", folder)(errno.into()))?;
        let passable = fs::Permissions::from_mode((meta.mode() & 0o7707) | 0o010);
        fs::set_permissions(folder, passable).map_err(failed_to("change the mode of", folder))
    }

    /// Refuses `data_dir` when this account cannot pass through `folder`, naming the topmost one that keeps it out.
    pub(super) fn check_can_enter(&self, folder: &Path, data_dir: &Path) -> Result<()> {
        let Self::Service(user) = self else { return Ok(()) };
        let mut blocked = None;
        for parent in folder.ancestors().filter(|parent| parent.is_dir()) {
            let meta = fs::metadata(parent).map_err(failed_to("look at", parent))?;
            blocked = if may_enter(user, &meta) { blocked } else { Some(parent) };
        }
        match blocked {
            None => Ok(()),
            Some(parent) => Err(EmbeddedError::CannotEnter { user: user.name.clone(), blocked: parent.into(), data_dir: data_dir.into() }),
        }
    }
}

fn check_own_name(name: &str) -> Result<Account> {
    let own = User::from_uid(geteuid()).ok().flatten();
    if own.is_some_and(|user| user.name == name) { Ok(Account::Own) } else { Err(EmbeddedError::NotRoot(name.to_owned())) }
}

fn find_user(name: &str) -> Option<User> {
    User::from_name(name).ok().flatten()
}

/// Whether the mode bits let `user`, with its own group only, pass through a folder.
fn may_enter(user: &User, folder: &fs::Metadata) -> bool {
    let bit = if folder.uid() == user.uid.as_raw() {
        0o100
    } else if folder.gid() == user.gid.as_raw() {
        0o010
    } else {
        0o001
    };
    folder.mode() & bit != 0
}
