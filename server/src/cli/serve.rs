//! `motcua serve` and `motcua demo`: the running server.

use anyhow::{Context, Result, bail};
use clap::Args;
use kernel::{Day, Moment};
use platform::clock::Clock;
use platform::random::Random;
use platform::settings::Settings;
use platform::slice::DemoPlan;
use platform::{App, jobs};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

/// Flags of `serve`.
#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    /// Address to listen on.
    #[arg(long, env = "MOTCUA_LISTEN", value_name = "ADDR")]
    listen: Option<String>,
}

/// Flags of `demo`.
#[derive(Debug, Args)]
pub(super) struct DemoArgs {
    /// Address to listen on.
    #[arg(long, env = "MOTCUA_LISTEN", value_name = "ADDR")]
    listen: Option<String>,
    /// Dossiers of 2012-2015 to make up.
    #[arg(long, default_value_t = 20_000)]
    dossiers: u64,
    /// Seed of the made-up data: the same seed makes the same city.
    #[arg(long, default_value_t = 2527)]
    seed: u64,
    /// Day on which the demo city lives.
    #[arg(long, default_value = "2015-09-14", value_name = "DAY")]
    today: Day,
    /// Build the city, say so and end, without serving it.
    #[arg(long)]
    build_only: bool,
}

/// Serves the installation until it is told to stop.
pub(super) async fn serve(mut settings: Settings, args: ServeArgs) -> Result<u8> {
    if let Some(listen) = args.listen {
        settings.listen = listen;
    }
    let clock = crate::demo::clock_of(&settings.data);
    settings.demo |= clock.is_some();
    let app = crate::open(settings, clock.unwrap_or_else(Clock::system), Random::system()).await?;
    run(app).await
}

/// Builds the demo city (or takes up one built before in the same folder) and serves it.
pub(super) async fn demo(mut settings: Settings, own_folder: bool, args: DemoArgs) -> Result<u8> {
    if !own_folder {
        settings.data = PathBuf::from("motcua-demo");
    }
    if let Some(listen) = &args.listen {
        settings.listen.clone_from(listen);
    }
    settings.demo = true;
    settings.sandbox = true;
    let built = crate::demo::clock_of(&settings.data);
    if built.is_none() && settings.data.join("motcua.db").exists() {
        bail!(
            "{} holds an installation that is not a demo city; give another --data folder",
            settings.data.display()
        );
    }
    let start = args.today.at(chrono::NaiveTime::from_hms_opt(9, 10, 0).context("time")?);
    let clock = built.clone().unwrap_or_else(|| Clock::starting_at(start));
    let app = crate::open(settings, clock, Random::system()).await?;
    if built.is_none() {
        build(&app, &args, start).await?;
    }
    if args.build_only {
        app.store.close().await?;
        return Ok(0);
    }
    run(app).await
}

async fn build(app: &App, args: &DemoArgs, start: Moment) -> Result<()> {
    let bar = indicatif::ProgressBar::new(100);
    bar.set_style(indicatif::ProgressStyle::with_template("{msg:32} [{bar:30}] {pos}/{len} {elapsed}")?);
    let shown = bar.clone();
    let plan = DemoPlan {
        dossiers: args.dossiers,
        seed: args.seed,
        progress: Arc::new(move |what, done, of| {
            shown.set_message(what.to_owned());
            shown.set_length(of);
            shown.set_position(done);
        }),
    };
    crate::demo::build(app, &plan, start).await?;
    bar.finish_and_clear();
    println!("Thành phố trình diễn đã sẵn sàng trong {:.0} giây.", bar.elapsed().as_secs_f64());
    Ok(())
}

async fn run(app: App) -> Result<u8> {
    let address = app.settings.listen.clone();
    let listener = tokio::net::TcpListener::bind(&address).await.with_context(|| {
        format!("cannot listen on {address}: is another server running there? Give --listen ADDR")
    })?;
    println!("motcua: http://{}", listener.local_addr()?);
    let worker = tokio::spawn(jobs::run_forever(app.clone()));
    let watcher = tokio::spawn(watch(app.clone()));
    let service = crate::router(&app).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stopped()).await?;
    worker.abort();
    watcher.abort();
    app.store.close().await?;
    Ok(0)
}

/// Every two seconds: did another node change agencies, rules or calendars?
async fn watch(app: App) {
    loop {
        tokio::time::sleep(std::time::Duration::from_secs(2)).await;
        if let Err(error) = app.refresh_if_changed().await {
            tracing::warn!(%error, "refresh");
        }
    }
}

async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    let mut terminate = match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(signal) => signal,
        Err(error) => {
            tracing::warn!(%error, "no signal handler");
            let _ = interrupt.await;
            return;
        }
    };
    tokio::select! {
        _ = interrupt => {}
        _ = terminate.recv() => {}
    }
}
