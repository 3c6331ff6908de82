//! Secrets that are only pointed at: read from a store, a file or the environment, and followed while the service runs
//! (TC-17, TC-18).

use std::{net::TcpListener, process::Stdio};

use axonflow::{
    clock,
    config::{DatabaseArgs, OutboundArgs, VaultArgs},
    embedded::{Cluster, Durability, Settings},
    secrets::{Followed, SecretReader, logins},
};
use cloud::AwsSecrets;
use serde_json::{Value, json};
use sqlx::{PgPool, postgres::PgPoolOptions};
use store::{PlatformPool, ROLES_SQL, RequestPool};
use tempfile::{TempDir, tempdir};
use tokio::process::Command;

use crate::kit::{
    self,
    aws::{REGION, aws_at, stand_in},
    database::{execute, unique},
};

/// A database that asks for passwords, whose logins follow two secrets in the store.
struct Guarded {
    args: DatabaseArgs,
    pool: RequestPool,
    followed: Followed,
    superuser: PgPool,
    web: String,
    cluster: Cluster,
    _folder: TempDir,
}

impl Guarded {
    async fn start() -> Self {
        let folder = tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let settings = Settings { durability: Durability::None, port: Some(port), ..Settings::new(folder.path(), ROLES_SQL) };
        let cluster = Cluster::start(&settings).await.unwrap();
        let superuser = PgPoolOptions::new().max_connections(1).connect(&cluster.urls().superuser).await.unwrap();
        let (web, platform) = (unique("prod/web"), unique("prod/platform"));
        for (role, secret) in [("axonflow_web", &web), ("axonflow_platform_admin", &platform)] {
            set_password(&superuser, role, "the first one").await;
            keep(secret, role, "the first one").await;
        }
        let args = args(port, &web, &platform);
        let reader = SecretReader::over(AwsSecrets::new(&aws_at(&stand_in().await.url())));
        let logins = logins(&args, &reader).await.unwrap().unwrap();
        let pool = RequestPool::connect(&logins.web().unwrap(), clock::system(), 4).await.unwrap();
        let platform = PlatformPool::connect(&logins.platform().unwrap(), clock::system()).await.unwrap();
        let followed = Followed::new(args.clone(), reader, vec![pool.clone()], platform, Some(logins));
        Self { args, pool, followed, superuser, web, cluster, _folder: folder }
    }

    /// Whether one connection more than there is can be opened.
    async fn opens_another(&self) -> bool {
        let first = self.pool.entry_tx().await;
        let second = self.pool.entry_tx().await;
        let third = self.pool.entry_tx().await;
        first.is_ok() && second.is_ok() && third.is_ok()
    }

    /// Every open connection ends, as after a restart of the database.
    async fn hang_up(&self) {
        execute(&self.superuser, "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'axonflow_web'").await;
    }
}

fn args(port: u16, web: &str, platform: &str) -> DatabaseArgs {
    let url = |user: &str| format!("postgres://{user}@127.0.0.1:{port}/axonflow").parse().unwrap();
    DatabaseArgs {
        data_dir: "unused".into(),
        database_url: Some(url("axonflow_web")),
        platform_database_url: Some(url("axonflow_platform_admin")),
        database_password: Some(format!("secretsmanager:{web}#password").parse().unwrap()),
        platform_database_password: Some(format!("secretsmanager:{platform}#password").parse().unwrap()),
        service_user: None,
        postgres_bin: None,
        postgres_port: None,
        postgres_fsync: "off".to_owned(),
        db_use_app_role: "true".to_owned(),
        vault: VaultArgs::default(),
        outbound: OutboundArgs::default(),
    }
}

async fn set_password(superuser: &PgPool, role: &str, password: &str) {
    execute(superuser, &format!("alter role {role} password '{password}'")).await;
}

/// In the form in which AWS keeps the login of a database.
async fn keep(secret: &str, role: &str, password: &str) {
    stand_in().await.secret(secret, &json!({ "username": role, "password": password }).to_string()).await;
}

#[test]
fn a_rotated_password_is_in_use_after_the_next_round_without_a_restart() {
    kit::run(async {
        let mut db = Guarded::start().await;
        assert!(db.opens_another().await);
        assert!(!db.followed.refresh().await.unwrap(), "nothing has changed");

        set_password(&db.superuser, "axonflow_web", "the second one").await;
        keep(&db.web, "axonflow_web", "the second one").await;
        db.hang_up().await;
        assert!(!db.opens_another().await, "the old password still opens connections: the test proves nothing");

        assert!(db.followed.refresh().await.unwrap());
        assert!(db.opens_another().await);
        db.cluster.stop().await.unwrap();
    });
}

#[test]
fn a_password_that_the_database_does_not_take_changes_nothing() {
    kit::run(async {
        let mut db = Guarded::start().await;
        keep(&db.web, "axonflow_web", "announced too early").await;

        assert!(db.followed.refresh().await.is_err());
        db.hang_up().await;
        assert!(db.opens_another().await);

        set_password(&db.superuser, "axonflow_web", "announced too early").await;
        assert!(db.followed.refresh().await.unwrap(), "the next round tries again");
        db.cluster.stop().await.unwrap();
    });
}

#[test]
fn a_login_with_more_power_is_not_taken_up() {
    kit::run(async {
        let mut db = Guarded::start().await;
        let url = db.args.database_url.clone().unwrap();
        let vault::SecretSetting::Given(url) = url else { panic!("the address is given") };
        let file = tempdir().unwrap();
        let path = file.path().join("url");
        std::fs::write(&path, url.expose()).unwrap();
        db.args.database_url = Some(format!("file:{}", path.display()).parse().unwrap());
        let reader = SecretReader::over(AwsSecrets::new(&aws_at(&stand_in().await.url())));
        let now = logins(&db.args, &reader).await.unwrap();
        let platform = PlatformPool::connect(&now.clone().unwrap().platform().unwrap(), clock::system()).await.unwrap();
        let mut followed = Followed::new(db.args.clone(), reader, vec![db.pool.clone()], platform, now);

        set_password(&db.superuser, "axonflow_superuser", "the first one").await;
        std::fs::write(&path, url.expose().replace("axonflow_web", "axonflow_superuser")).unwrap();
        let refused = followed.refresh().await.unwrap_err();

        assert!(format!("{refused:#}").contains("bypass row-level security"), "{refused:#}");
        db.hang_up().await;
        assert!(db.opens_another().await);
        db.cluster.stop().await.unwrap();
    });
}

#[test]
fn the_command_says_where_secrets_come_from_and_never_what_they_are() {
    kit::run(async {
        let (folder, secret, canary) = (tempdir().unwrap(), unique("prod/canary"), "canary-5d1f-secret-value");
        keep(&secret, "axonflow_web", canary).await;
        let path = folder.path().join("platform");
        std::fs::write(&path, canary).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_axonflow"));
        command.args(["secret", "sources", "--json"]).stderr(Stdio::piped()).current_dir(folder.path());
        command.env("AWS_REGION", REGION).env("AWS_ACCESS_KEY_ID", "test").env("AWS_SECRET_ACCESS_KEY", "test");
        command.env("AWS_ENDPOINT_URL", stand_in().await.url()).env("CONNECTOR_ENCRYPTION_KEY", canary);
        command.env("DATABASE_URL", format!("postgres://axonflow_web:{canary}@db/a"));
        command.env("DATABASE_PASSWORD", format!("secretsmanager:{secret}#password"));
        command.env("PLATFORM_DATABASE_URL", format!("file:{}", path.display()));
        command.env("PLATFORM_DATABASE_PASSWORD", "secretsmanager:prod/nobody-made-this");

        let output = command.output().await.unwrap();

        let (said, log) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
        assert!(!said.contains(canary) && !log.contains(canary), "{said}\n{log}");
        let sources: Vec<Value> = serde_json::from_str(&said).unwrap();
        let seen: Vec<_> = sources.iter().map(|s| (s["setting"].as_str().unwrap(), s["ok"].as_bool().unwrap())).collect();
        let expected = [
            ("DATABASE_URL", true),
            ("DATABASE_PASSWORD", true),
            ("PLATFORM_DATABASE_URL", true),
            ("PLATFORM_DATABASE_PASSWORD", false),
            ("CONNECTOR_ENCRYPTION_KEY", true),
        ];
        assert_eq!(seen, expected);
        assert_eq!(sources[0]["source"], "given");
        assert_eq!(sources[3]["error"], "AWS Secrets Manager has no secret `prod/nobody-made-this` in this account and region");
        assert!(!output.status.success(), "a secret that cannot be read is a failure");
    });
}
