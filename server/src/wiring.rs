//! Which slices the product is made of, and who implements whose port.

use contracts::waiting::WaitingSources;
use platform::error::Result;
use platform::random::Random;
use platform::settings::Settings;
use platform::store::Store;
use platform::{App, Clock, Slice};
use std::sync::LazyLock;

/// Every slice of the product, in the order in which they are seeded.
pub fn slices() -> &'static [&'static Slice] {
    static SLICES: LazyLock<Vec<&'static Slice>> = LazyLock::new(|| {
        let pillars: [&[&'static Slice]; 5] =
            [apparatus::SLICES, procedures::SLICES, finance::SLICES, modernisation::SLICES, steering::SLICES];
        [&platform::GROUND, &ui::SHELL, &console::SLICE]
            .into_iter()
            .chain(pillars.into_iter().flatten().copied())
            .collect()
    });
    &SLICES
}

/// Opens the database the settings name: PostgreSQL by URL, else SQLite in the data folder.
pub async fn open_store(settings: &Settings, clock: Clock) -> Result<Store> {
    let store = match settings.database_url.as_deref().filter(|url| !url.is_empty()) {
        Some(url) => Store::open_postgres(url, clock).await?,
        None => Store::open_sqlite(&settings.data.join("motcua.db"), clock).await?,
    };
    match settings.replica_url.as_deref().filter(|url| !url.is_empty()) {
        Some(url) => store.with_replica(url).await,
        None => Ok(store),
    }
}

/// Hands every port its implementation.
pub fn wire(app: &App) {
    app.provide(apparatus::agencies::directory_source());
    app.provide(procedures::catalogue::port());
    app.provide(procedures::petitions::petition_records());
    app.provide(procedures::petitions::petition_load());
    app.provide(procedures::catalogue::form_home());
    app.provide(procedures::catalogue::joint_groups());
    app.provide(apparatus::one_stop::part_dossiers());
    app.provide(apparatus::joint::joint_dossiers());
    app.provide(procedures::flow_design::port());
    app.provide(apparatus::one_stop::desk());
    app.provide(apparatus::one_stop::intake());
    app.provide(apparatus::one_stop::my_dossiers());
    app.provide(apparatus::one_stop::load());
    app.provide(apparatus::one_stop::returns());
    app.provide(procedures::compliance_cost::port());
    app.provide(apparatus::one_stop::courses());
    app.provide(apparatus::one_stop::cards());
    app.provide(apparatus::one_stop::workload());
    app.provide(apparatus::messages::conversations());
    app.provide(apparatus::messages::complaints());
    app.provide(apparatus::desk::tools());
    app.provide(apparatus::counter::queue_tickets());
    app.provide(apparatus::one_stop::uses());
    app.provide(apparatus::one_stop::records());
    app.provide(apparatus::settlement::both_ends());
    app.provide(apparatus::one_stop::signed_results());
    app.provide(apparatus::one_stop::verified_papers());
    app.provide(apparatus::results::register());
    app.provide(apparatus::satisfaction::ratings());
    app.provide(apparatus::satisfaction::sheet_counts());
    app.provide(apparatus::satisfaction::survey_waves());
    app.provide(procedures::catalogue::records());
    app.provide(apparatus::one_stop::fee_dossiers());
    app.provide(apparatus::one_stop::post_dossiers());
    app.provide(apparatus::post::port());
    app.provide(finance::fees::port());
    app.provide(modernisation::shelf::port());
    app.provide(steering::programme::programmes());
    app.provide(steering::targets::headlines());
    app.provide(steering::targets::standings());
    app.provide(steering::plans::plan_tasks());
    app.provide(steering::plans::plan_writing());
    app.provide(steering::par_index::declared());
    app.provide(steering::plans::named_tasks());
    app.provide(steering::programme::definitions());
    app.provide(steering::targets::frozen_readings());
    app.provide(steering::targets::agency_figures());
    app.provide(apparatus::settlement::years());
    app.provide(steering::targets::reviewed_measures());
    app.provide(steering::par_index::published_indexes());
    app.provide(steering::plans::results());
    app.provide(steering::emulation::results());
    app.provide(steering::reports::on_time());
    app.provide(steering::budgets::reform_money());
    app.provide(steering::budgets::task_money());
    app.provide(steering::inspections::reform_inspections());
    app.provide(WaitingSources(vec![
        apparatus::one_stop::waiting(),
        apparatus::satisfaction::waiting(),
        procedures::petitions::waiting(),
        procedures::catalogue::waiting(),
        steering::plans::waiting(),
        steering::budgets::waiting(),
        steering::inspections::waiting(),
        steering::campaigns::waiting(),
        steering::programme::waiting(),
        steering::par_index::waiting(),
        procedures::form_design::waiting(),
        procedures::flow_design::waiting(),
        procedures::compliance_cost::waiting(),
        procedures::simplification::waiting(),
        procedures::dialogue::waiting(),
        steering::reports::waiting(),
        steering::emulation::waiting(),
        steering::final_review::waiting(),
    ]));
}

/// The database as [`open_store`] finds it, without making one: `None` when there is no SQLite file.
pub async fn open_existing(settings: &Settings, clock: Clock) -> Result<Option<Store>> {
    if settings.database_url.as_deref().is_some_and(|url| !url.is_empty()) {
        return open_store(settings, clock).await.map(Some);
    }
    let file = settings.data.join("motcua.db");
    if !file.exists() {
        return Ok(None);
    }
    Store::open_sqlite_existing(&file, clock).await.map(Some)
}

/// A ready process over a migrated database: ports wired, agencies and rules in memory.
pub async fn open(settings: Settings, store: Store, random: Random) -> Result<App> {
    let app = App::new(settings, store, random, slices())?;
    wire(&app);
    app.refresh().await?;
    Ok(app)
}

/// Puts what ships in place: what is missing, and what an older program put there and the city left as it was.
pub async fn seed(app: &App) -> Result<()> {
    for slice in slices() {
        if let Some(seed) = slice.seed {
            seed(app.clone()).await?;
            app.refresh_if_changed().await?;
        }
    }
    app.refresh().await
}
