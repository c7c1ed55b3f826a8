//! `motcua serve` and `motcua demo`: the running server.

use super::out::line;
use crate::demo;
use anyhow::{Context, Result, bail};
use clap::Args;
use kernel::Day;
use platform::clock::Clock;
use platform::installation::{self, DemoCity, Holds};
use platform::random::Random;
use platform::settings::{Payment, Secret, Settings};
use platform::slice::{DemoPlan, Progress};
use platform::store::{self, Store};
use platform::{App, jobs};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// Longest wait for the database when the program ends: a connection that was cut must not hold it.
const CLOSING: Duration = Duration::from_secs(20);

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
    let store = crate::open_store(&settings, Clock::system()).await?;
    let held = demo::holds(&store, &settings).await?;
    if matches!(held, Holds::Demo(demo) if !demo.ready) {
        bail!("{} holds a demo city that is half built; run motcua demo", super::place(&settings));
    }
    let store = super::at_home(store, &mut settings, held);
    migrate(&store, held == Holds::Nothing).await?;
    let app = crate::open(settings, store, Random::system()).await?;
    crate::seed(&app).await?;
    run(app).await
}

/// Brings the schema up; the steps of a city that stood there before are told.
async fn migrate(store: &Store, is_new: bool) -> Result<()> {
    let done = store::migrate(store, crate::slices()).await?;
    if !is_new {
        for step in &done {
            line(format_args!("applied: {step}"))?;
        }
    }
    Ok(())
}

/// Builds the demo city (or takes up one built before in the same database) and serves it.
pub(super) async fn demo(mut settings: Settings, own_folder: bool, args: DemoArgs) -> Result<u8> {
    if !own_folder {
        settings.data = PathBuf::from("motcua-demo");
    }
    if let Some(listen) = &args.listen {
        settings.listen.clone_from(listen);
    }
    settings.demo = true;
    settings.sandbox = true;
    // A demo city pays by the training gateway; its secret is this process's own.
    settings.payment.get_or_insert_with(|| Payment {
        sandbox: true,
        secret: Secret::new(Random::system().token()),
        ..Payment::default()
    });
    let start = args.today.at(chrono::NaiveTime::from_hms_opt(9, 10, 0).context("time")?);
    let store = crate::open_store(&settings, Clock::system()).await?;
    let built = demo::take_up(&store, &settings).await?;
    let is_new = built.is_none();
    let clock = built.unwrap_or_else(|| Clock::starting_at(start));
    if is_new {
        let demo = DemoCity { clock_offset: clock.offset(), ready: false };
        installation::mark_demo(&store, demo).await?;
    }
    let store = store.with_clock(clock);
    migrate(&store, is_new).await?;
    let app = crate::open(settings, store, Random::system()).await?;
    crate::seed(&app).await?;
    if is_new {
        build(&app, &args).await?;
    }
    if args.build_only {
        app.store.close().await?;
        return Ok(0);
    }
    run(app).await
}

async fn build(app: &App, args: &DemoArgs) -> Result<()> {
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
    let told = bar.clone();
    let begun: Progress = Arc::new(move |what, part, of| {
        let words = format!("Đang dựng dữ liệu mẫu: {what} ({part}/{of})");
        // Who has the words in a file sees no bar.
        if told.is_hidden() {
            eprintln!("{words}");
        } else {
            told.println(words);
        }
    });
    demo::build(app, &plan, &begun).await?;
    bar.finish_and_clear();
    line(format_args!("Thành phố trình diễn đã sẵn sàng trong {:.0} giây.", bar.elapsed().as_secs_f64()))
}

async fn run(app: App) -> Result<u8> {
    let address = app.settings.listen.clone();
    let listener = tokio::net::TcpListener::bind(&address).await.with_context(|| {
        format!("cannot listen on {address}: it must be an address with a port such as 127.0.0.1:8080 that no other server uses; give --listen ADDR")
    })?;
    line(format_args!("motcua: http://{}", listener.local_addr()?))?;
    let worker = tokio::spawn(jobs::run_forever(app.clone()));
    let watcher = tokio::spawn(watch(app.clone()));
    crate::serving::serve(listener, crate::router(&app), app.settings.connections, stopped()).await;
    worker.abort();
    watcher.abort();
    match tokio::time::timeout(CLOSING, app.store.close()).await {
        Ok(closed) => closed?,
        Err(_) => tracing::warn!("the database did not answer the farewell"),
    }
    Ok(0)
}

/// Every two seconds: did another node change agencies, rules or calendars?
async fn watch(app: App) {
    loop {
        tokio::time::sleep(Duration::from_secs(2)).await;
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
