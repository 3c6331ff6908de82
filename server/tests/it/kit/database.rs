use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

use axonflow::{
    clock,
    embedded::{Cluster, Durability, Settings, Urls},
};
use nix::{sys::signal::kill, unistd::Pid};
use sqlx::{
    PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use store::{DatabaseUrl, PlatformPool, ROLES_SQL, RequestPool};

/// The database of a test binary, and everything that can be asked of it.
pub(crate) struct Kit {
    /// The request pool, as the server has it.
    pub(crate) pool: RequestPool,
    /// The platform pool, as commands have it.
    pub(crate) platform: PlatformPool,
    /// Whoever holds the database itself; no lock of ours stops it.
    pub(crate) superuser: PgPool,
    urls: Urls,
    folder: PathBuf,
    /// Kept until the process ends, which ends the server.
    _cluster: Cluster,
}

/// The roles that a test can be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Login {
    Superuser,
    Platform,
    Web,
}

/// A name that no other scratch thing of this cluster has.
pub(crate) fn unique(prefix: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{prefix}_{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// A migrated database without organisations that nobody connects to, so that it can be copied.
const TEMPLATE: &str = "axonflow_pristine";

impl Kit {
    /// A server of its own in a folder of this name.
    pub(super) async fn start(name: &str) -> Self {
        clear_leftovers();
        let root = folder_of(std::process::id());
        fs::create_dir_all(&root).unwrap();
        let folder = root.join(name);
        let settings = Settings { durability: Durability::None, ..Settings::new(&folder, ROLES_SQL) };
        let cluster = Cluster::start(&settings).await.unwrap();
        let urls = cluster.urls().clone();
        let platform = PlatformPool::connect(&parse(&urls.platform), clock::system()).await.unwrap();
        platform.migrate().await.unwrap();
        platform.ensure_ledger_months().await.unwrap();
        drop(platform);
        copy_as_template(&urls.superuser).await;
        let superuser = connect(&urls.superuser, 6).await;
        let platform = PlatformPool::connect(&parse(&urls.platform), clock::system()).await.unwrap();
        let pool = RequestPool::connect(&parse(&urls.web), clock::system(), 12).await.unwrap();
        Self { pool, platform, superuser, urls, folder, _cluster: cluster }
    }

    /// The address of the shared database for one of its logins.
    pub(crate) fn url(&self, login: Login) -> &str {
        match login {
            Login::Superuser => &self.urls.superuser,
            Login::Platform => &self.urls.platform,
            Login::Web => &self.urls.web,
        }
    }

    /// Where the key file of this database is; every node needs the same.
    pub(crate) fn key_folder(&self) -> PathBuf {
        self.folder.join("keys")
    }

    /// Plain connections under one of the logins, for what the product's own pools would never send.
    pub(crate) async fn raw(&self, login: Login, most: u32) -> PgPool {
        connect(self.url(login), most).await
    }

    /// The same address for another login.
    pub(crate) fn url_as(&self, login: &str) -> String {
        self.urls.web.replace("axonflow_web@", &format!("{login}@"))
    }

    /// A database of its own for a test that changes the schema.
    pub(crate) async fn scratch(&self) -> ScratchDatabase {
        let name = unique("scratch");
        execute(&self.superuser, &format!("create database {name} template {TEMPLATE} owner axonflow_platform_admin")).await;
        let to = |url: &str| url.replace("/axonflow?", &format!("/{name}?"));
        let urls = Urls { superuser: to(&self.urls.superuser), platform: to(&self.urls.platform), web: to(&self.urls.web) };
        let platform = PlatformPool::connect(&parse(&urls.platform), clock::system()).await.unwrap();
        let pool = RequestPool::connect(&parse(&urls.web), clock::system(), 4).await.unwrap();
        ScratchDatabase { pool, platform, superuser: connect(&urls.superuser, 2).await, urls }
    }
}

/// A copy of the schema, for one test alone.
pub(crate) struct ScratchDatabase {
    pub(crate) pool: RequestPool,
    pub(crate) platform: PlatformPool,
    pub(crate) superuser: PgPool,
    urls: Urls,
}

impl ScratchDatabase {
    /// The address of this copy for one of its logins.
    pub(crate) fn url(&self, login: Login) -> &str {
        match login {
            Login::Superuser => &self.urls.superuser,
            Login::Platform => &self.urls.platform,
            Login::Web => &self.urls.web,
        }
    }

    /// The address of this copy for another login.
    pub(crate) fn url_as(&self, login: &str) -> String {
        self.urls.web.replace("axonflow_web@", &format!("{login}@"))
    }

    /// One plain connection of the request login.
    pub(crate) async fn web(&self) -> PgPool {
        connect(&self.urls.web, 1).await
    }
}

pub(crate) fn parse(url: &str) -> DatabaseUrl {
    DatabaseUrl::parse(url).unwrap()
}

async fn connect(url: &str, most: u32) -> PgPool {
    let options: PgConnectOptions = url.parse().unwrap();
    PgPoolOptions::new().max_connections(most).connect_with(options).await.unwrap()
}

/// Runs one statement that a test has put together.
pub(crate) async fn execute(pool: &PgPool, sql: &str) {
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(pool).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// The pool that migrated may still be closing its connections; a copy needs a source that nobody uses.
async fn copy_as_template(superuser: &str) {
    let admin = connect(&superuser.replace("/axonflow?", "/postgres?"), 1).await;
    let copy = format!("create database {TEMPLATE} template axonflow owner axonflow_platform_admin");
    super::until("a copy of the migrated database", || async {
        sqlx::raw_sql(sqlx::AssertSqlSafe(copy.clone())).execute(&admin).await.is_ok()
    })
    .await;
    admin.close().await;
}

fn folder_of(pid: u32) -> PathBuf {
    std::env::temp_dir().join(format!("axonflow-it-{pid}"))
}

/// A test binary has no last line, so its folder is removed by the next one.
fn clear_leftovers() {
    for entry in fs::read_dir(std::env::temp_dir()).unwrap().flatten() {
        let name = entry.file_name();
        let pid = name.to_str().and_then(|name| name.strip_prefix("axonflow-it-")).and_then(|pid| pid.parse().ok());
        if pid.is_some_and(|pid| kill(Pid::from_raw(pid), None).is_err()) {
            remove(&entry.path());
        }
    }
}

fn remove(root: &Path) {
    for cluster in fs::read_dir(root).into_iter().flatten().flatten() {
        let state = fs::read_to_string(cluster.path().join("postgres.state")).unwrap_or_default();
        if let Some(socket) = state.lines().nth(2).filter(|path| path.contains("axonflow-pg-")) {
            let _ = fs::remove_dir_all(socket);
        }
    }
    let _ = fs::remove_dir_all(root);
}
