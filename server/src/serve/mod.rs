//! The running service: start, listen, drain, stop.

mod assets;
mod connections;
mod downloads;
mod events;
mod form_body;
mod months;
mod portal_routes;
mod routes;
mod shutdown;
mod site;
mod welcome;

use anyhow::Context as _;
use governance::Settings;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

pub use routes::{Web, router};
pub use site::Site;
pub use welcome::Welcome;

use crate::{
    api::About,
    assemble::assemble,
    config::ServeArgs,
    database::Database,
    demo,
    secrets::{self, Followed},
    settings,
    signing::{self, FollowedSigning},
    telemetry,
};

/// Runs until it is told to stop (SIGTERM or SIGINT), then drains and stops cleanly. `ready` is called once it listens.
pub async fn run(args: ServeArgs, ready: impl FnOnce(&Welcome)) -> anyhow::Result<()> {
    let stop = CancellationToken::new();
    let signals = tokio::spawn(shutdown::on_signal(stop.clone()));
    let database = Database::open(&args.database).await?;
    let outcome = serve(&args, &database, &stop, ready).await;
    stop.cancel();
    signals.abort();
    database.close().await?;
    outcome
}

async fn serve(args: &ServeArgs, database: &Database, stop: &CancellationToken, ready: impl FnOnce(&Welcome)) -> anyhow::Result<()> {
    let listener = TcpListener::bind(args.listen).await.with_context(|| format!("cannot listen on {}", args.listen))?;
    let mailer = args.mail.mailer(&database.secrets, &args.database.data_dir, &args.public_url()).await?;
    let mail_goes_to = mailer.to_string();
    let settings = Settings {
        server_actions: args.actions.read()?,
        key_environments: args.key_environments.clone(),
        mailer: Some(mailer),
        ..settings::for_server(args.public_url())
    };
    let house = assemble(database, &args.database, settings).await?;
    let demo = if args.with_demo { Some(demo::make(&house, database, &args.database.data_dir, demo::Force::No).await?) } else { None };
    let web = Web {
        gov: house.gov.clone(),
        site: Site::find(args.site_dir.as_deref()),
        public_url: args.public_url(),
        trusted_proxies: args.trusted_proxies,
        metrics: telemetry::install_metrics()?,
        stop: stop.clone(),
        about: About { deployment_mode: deployment_mode(database), ..About::default() },
    };
    let router = router(&web)?;
    let worker = tokio::spawn(governance::worker::run(house.gov.clone(), stop.clone()));
    let followed = Followed::new(
        args.database.clone(),
        database.secrets.clone(),
        house.requests.clone(),
        house.platform.clone(),
        database.logins.clone(),
    );
    let secrets = tokio::spawn(secrets::keep_current(followed, stop.clone()));
    let signing = FollowedSigning::new(house.gov.clone(), &house.roster);
    let signing = tokio::spawn(signing::keep_current(signing, stop.clone()));
    let months = tokio::spawn(months::keep_ahead(house.platform.clone(), stop.clone()));
    ready(&Welcome::new(&args.public_url(), Some(mail_goes_to), demo.as_ref(), house.gov.now()));
    tokio::select! {
        () = connections::serve(listener, router, stop.clone()) => {}
        () = database.ended() => anyhow::bail!("the embedded PostgreSQL ended by itself; its log is in the data directory"),
    }
    worker.await.context("the worker failed")?;
    months.await.context("the partition job failed")?;
    secrets.await.context("following secrets failed")?;
    signing.await.context("following signing keys failed")?;
    shutdown::drain(house).await;
    Ok(())
}

/// What `/health` says about where the database is.
fn deployment_mode(database: &Database) -> String {
    let mode = if database.is_embedded() { "embedded" } else { "self-hosted" };
    mode.to_owned()
}
