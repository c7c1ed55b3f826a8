//! Declaration of the slice `satisfaction`.

use super::{api, demo_waves, forget, invite, pages, seed, store};
use contracts::satisfaction::RatingGiven;
use platform::access::{PermissionDecl, Role};
use platform::events::Event;
use platform::http::Access::{Permission as Needs, Public};
use platform::indicators::{Better, Indicator, Measure, People, Reasons, Timing};
use platform::messages::Locale;
use platform::slice::MenuEntry;
use platform::store::Migration;
use platform::webhooks::{Hook, Told};
use platform::{Permission, Routes, Slice};
use serde_json::{Value as Json, json};

/// Seeing answers and rates of the agencies in one's scope.
pub const VIEW: Permission = Permission("satisfaction.view");
/// Carrying out waves of asking: opening them, entering and checking what was counted from paper, closing them.
pub const SURVEY: Permission = Permission("satisfaction.survey");

/// A factor of the survey in words; a set's own factor by its key.
fn factor(locale: &Locale, key: &str) -> String {
    match key {
        "access" | "procedure" | "officer" | "result" | "feedback" | "policy" | "service" => {
            locale.t(&format!("satisfaction-factor-{key}"))
        }
        _ => key.to_owned(),
    }
}

/// What other programs are told of a rating: whose, and of which day; neither who gave it nor what it says.
fn tell(event: &Json) -> Option<Told> {
    let event: RatingGiven = serde_json::from_value(event.clone()).ok()?;
    let data = json!({"answered_on": event.answered_on, "page": "/hai-long/tong-hop"});
    Some(Told { agency: Some(event.agency_id), data })
}

/// The slice.
pub static SLICE: Slice = Slice {
    name: "satisfaction",
    pillar: "apparatus",
    tables: &[
        "survey_set",
        "survey_invite",
        "survey_answer",
        "survey_tally",
        "survey_wave",
        "survey_wave_unit",
        "survey_wave_count",
    ],
    migrations: &[
        Migration {
            version: "2012_10_12_00_survey",
            sql: include_str!("migrations/2012_10_12_00_survey.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_12_02_00_survey_waves",
            sql: include_str!("migrations/2026_12_02_00_survey_waves.sql"),
            postgres: None,
        },
    ],
    permissions: &[
        PermissionDecl {
            permission: VIEW,
            label: "satisfaction-permission-view",
            roles: &[Role::Head, Role::Leader, Role::Reform, Role::Clerk],
        },
        PermissionDecl {
            permission: SURVEY,
            label: "satisfaction-permission-survey",
            roles: &[Role::Leader, Role::Reform],
        },
    ],
    routes: || {
        Routes::new()
            .get("/danh-gia/may", Public, pages::rest::show)
            .get("/danh-gia/qr/{token}", Public, pages::qr::show)
            .get("/danh-gia/ban-giao/{token}", Public, pages::thanks::show)
            .get("/danh-gia/{token}", Public, pages::rate::show)
            .post("/danh-gia/{token}", Public, pages::rate::submit)
            .get("/hai-long/cong-khai", Public, pages::public::show)
            .get("/hai-long/cong-khai/dot", Public, pages::waves::public::list)
            .get("/hai-long/cong-khai/dot/{id}", Public, pages::waves::public::show)
            .get("/hai-long", Needs(VIEW), pages::list::show)
            .get("/hai-long/tong-hop", Needs(VIEW), pages::summary::show)
            .get("/hai-long/cho", Needs(VIEW), pages::waiting::show)
            .get("/hai-long/phieu/{id}", Needs(VIEW), pages::sheet::show)
            .get("/hai-long/tra-loi/{id}", Needs(VIEW), pages::sheet::of_answer)
            .get("/hai-long/dot", Needs(VIEW), pages::waves::list::show)
            .get("/hai-long/dot/moi", Needs(SURVEY), pages::waves::new::show)
            .post("/hai-long/dot/moi", Needs(SURVEY), pages::waves::new::submit)
            .get("/hai-long/dot/{id}", Needs(VIEW), pages::waves::wave::show)
            .get("/hai-long/dot/{id}/sua", Needs(SURVEY), pages::waves::edit::show)
            .post("/hai-long/dot/{id}/sua", Needs(SURVEY), pages::waves::edit::submit)
            .post("/hai-long/dot/{id}/chot", Needs(SURVEY), pages::waves::wave::close)
            .get("/hai-long/dot/{id}/don-vi/{code}", Needs(VIEW), pages::waves::unit::show)
            .get("/hai-long/dot/{id}/phieu-giay", Needs(SURVEY), pages::waves::paper::show)
            .post("/hai-long/dot/{id}/phieu-giay", Needs(SURVEY), pages::waves::paper::submit)
            .post("/hai-long/dot/{id}/phieu-giay/{paper}/kiem-tra", Needs(SURVEY), pages::waves::paper::check)
    },
    api: api::operations,
    hooks: &[Hook {
        topic: RatingGiven::TOPIC,
        label: "satisfaction-hook-rated",
        permission: Some(VIEW),
        tell,
    }],
    menu: &[
        MenuEntry {
            label: "satisfaction-menu",
            href: "/hai-long",
            group: "listening",
            access: Needs(VIEW),
            order: 60,
        },
        MenuEntry {
            label: "satisfaction-menu-public",
            href: "/hai-long/cong-khai",
            group: "voice",
            access: Public,
            order: 60,
        },
    ],
    indicators: &[Indicator {
        code: "satisfaction_rate",
        name: "satisfaction-indicator",
        definition: "satisfaction-definition",
        measure: Measure::Share,
        better: Better::Up,
        timing: Timing::Flow,
        evidence: store::EVIDENCE,
        records: VIEW,
        record_href: "/hai-long/tra-loi/{id}",
        people: Some(People { minimum: "satisfaction.minimum_count" }),
        reasons: Reasons::Parts(factor),
    }],
    jobs: &[invite::JOB, forget::JOB],
    listeners: &[invite::LISTENER, forget::LISTENER],
    rules: &[
        "satisfaction.answer_days",
        "satisfaction.minimum_count",
        "satisfaction.rate_counts",
        "satisfaction.sample_error",
        "satisfaction.wave_groups",
    ],
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    seed: Some(|app| Box::pin(seed::seed(app))),
    demo: Some(|app, plan| Box::pin(demo_waves::build(app, plan))),
    ..Slice::EMPTY
};
