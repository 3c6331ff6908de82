//! The running service: start, listen, drain, stop.

mod admin_key;
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
    demo, platform_jobs,
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
    let settings = settings_of(args, database).await?;
    let (admin_key, mail_goes_to) = (settings.admin_key, settings.mailer.as_ref().map(ToString::to_string));
    let house = assemble(database, &args.database, settings).await?;
    store::platform::keep_admin_key(&house.platform, admin_key.as_ref()).await?;
    let demo = if args.with_demo { Some(demo::make(&house, database, &args.database.data_dir, demo::Force::No).await?) } else { None };
    let web = Web {
        gov: house.gov.clone(),
        site: Site::find(args.site_dir.as_deref()),
        public_url: args.public_url(),
        platform_url: args.platform_url(),
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
    let jobs = tokio::spawn(platform_jobs::work(house.platform.clone(), house.gov.clone(), stop.clone()));
    let months = tokio::spawn(months::keep_ahead(house.platform.clone(), stop.clone()));
    ready(&Welcome::new(&args.public_url(), mail_goes_to, demo.as_ref(), house.gov.now()));
    tokio::select! {
        () = connections::serve(listener, router, stop.clone()) => {}
        () = database.ended() => anyhow::bail!("the embedded PostgreSQL ended by itself; its log is in the data directory"),
    }
    worker.await.context("the worker failed")?;
    jobs.await.context("the jobs of the platform console failed")?;
    months.await.context("the partition job failed")?;
    secrets.await.context("following secrets failed")?;
    signing.await.context("following signing keys failed")?;
    shutdown::drain(house).await;
    Ok(())
}

/// What the use cases work with, as it was asked for.
async fn settings_of(args: &ServeArgs, database: &Database) -> anyhow::Result<Settings> {
    Ok(Settings {
        admin_key: admin_key::read(args.admin_api_key.as_ref(), &database.secrets).await?,
        server_actions: args.actions.read()?,
        key_environments: args.key_environments.clone(),
        mailer: Some(args.mail.mailer(&database.secrets, &args.database.data_dir, &args.public_url()).await?),
        ..settings::for_server(args.public_url())
    })
}

/// What `/health` says about where the database is.
fn deployment_mode(database: &Database) -> String {
    let mode = if database.is_embedded() { "embedded" } else { "self-hosted" };
    mode.to_owned()
}
