//! Declaration of the slice `counter`.

use super::{api, demo, forms, jobs, pages, personal, seed, store};
use platform::access::{PermissionDecl, Role};
use platform::http::Access::{Citizen, Permission as Needs, Public};
use platform::indicators::{Better, Indicator, Measure, Reasons, Timing};
use platform::slice::{FormDecl, MenuEntry};
use platform::store::Migration;
use platform::{Permission, Routes, Slice};

/// Seeing the queue, its times and appointments.
pub const VIEW: Permission = Permission("counter.view");
/// Calling and serving at a desk.
pub const SERVE: Permission = Permission("counter.serve");
/// Setting up offices.
pub const MANAGE: Permission = Permission("counter.manage");

/// The slice.
pub static SLICE: Slice = Slice {
    name: "counter",
    pillar: "apparatus",
    tables: &[
        "counter_office",
        "counter_service",
        "counter_desk",
        "counter_hours",
        "counter_closure",
        "counter_sequence",
        "counter_booking",
        "counter_wish",
        "counter_ticket",
        "counter_turn",
    ],
    migrations: &[
        Migration {
            version: "2026_11_28_70_counter",
            sql: include_str!("migrations/2026_11_28_70_counter.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_11_30_19_counter_turn",
            sql: include_str!("migrations/2026_11_30_19_counter_turn.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_12_01_81_counter_places",
            sql: include_str!("migrations/2026_12_01_81_counter_places.sql"),
            postgres: None,
        },
    ],
    permissions: &[
        PermissionDecl {
            permission: VIEW,
            label: "counter-permission-view",
            roles: &[Role::Clerk, Role::Head, Role::Leader, Role::Reform],
        },
        PermissionDecl {
            permission: SERVE,
            label: "counter-permission-serve",
            roles: &[Role::Clerk, Role::Head],
        },
        PermissionDecl {
            permission: MANAGE,
            label: "counter-permission-manage",
            roles: &[Role::Head, Role::Leader],
        },
    ],
    routes,
    api: api::operations,
    menu: &MENU,
    indicators: &[Indicator {
        code: "counter_waited_in_time",
        name: "counter-indicator",
        definition: "counter-indicator-definition",
        measure: Measure::Share,
        better: Better::Up,
        timing: Timing::Flow,
        evidence: store::EVIDENCE,
        records: VIEW,
        record_href: "/quay/hang-doi/so/{id}",
        people: None,
        reasons: Reasons::None,
    }],
    jobs: &[jobs::NO_SHOW, jobs::CLOSE, jobs::FORGET],
    personal: Some(|app, account| Box::pin(async move { personal::of(&app, account).await })),
    erasure: Some(personal::ERASURE),
    rules: &[
        "counter.appointment_early_minutes",
        "counter.appointment_grace_minutes",
        "counter.booking_days_ahead",
        "counter.booking_open_most",
        "counter.name_days",
        "counter.priorities",
        "counter.waiting_limit_minutes",
    ],
    forms: &[FormDecl { name: "counter.slip", source: forms::SLIP.source, sample: forms::SLIP.sample }],
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    seed: Some(|app| Box::pin(seed::seed(app))),
    demo: Some(|app, plan| Box::pin(demo::build(app, plan))),
    ..Slice::EMPTY
};

static MENU: [MenuEntry; 4] = [
    MenuEntry {
        label: "counter-menu",
        href: "/quay/hang-doi",
        group: "work",
        access: Needs(VIEW),
        order: 15,
    },
    MenuEntry {
        label: "counter-tab-offices",
        href: "/quay/noi-mot-cua",
        group: "books",
        access: Needs(MANAGE),
        order: 65,
    },
    MenuEntry { label: "counter-book-title", href: "/dat-lich", group: "public", access: Public, order: 35 },
    MenuEntry { label: "counter-mine-title", href: "/lich-hen", group: "mine", access: Citizen, order: 25 },
];

fn routes() -> Routes {
    Routes::new()
        .get("/lay-so/{office}", Public, pages::kiosk::show)
        .post("/lay-so/{office}", Public, pages::kiosk::submit)
        .get("/lay-so/so/{token}", Public, pages::slip::show)
        .get("/lay-so/so/{token}/in", Public, pages::slip::print)
        .get("/goi-so/{office}", Public, pages::display::show)
        .get("/dat-lich", Public, pages::book::offices)
        .get("/dat-lich/{office}", Public, pages::book::show)
        .post("/dat-lich/{office}", Citizen, pages::book::submit)
        .post("/dat-lich/{office}/cho", Citizen, pages::book::wait)
        .get("/lich-hen", Citizen, pages::mine::list)
        .get("/lich-hen/{code}", Citizen, pages::mine::show)
        .post("/lich-hen/{code}/huy", Citizen, pages::mine::cancel)
        .post("/lich-hen/{code}/doi", Citizen, pages::mine::reschedule)
        .get("/quay/hang-doi", Needs(VIEW), pages::board::show)
        .get("/quay/hang-doi/ban/{id}", Needs(SERVE), pages::desk::show)
        .post("/quay/hang-doi/ban/{id}", Needs(SERVE), pages::desk_act::submit)
        .get("/quay/hang-doi/so", Needs(VIEW), pages::tickets::show)
        .get("/quay/hang-doi/so/{id}", Needs(VIEW), pages::ticket::show)
        .post("/quay/hang-doi/so/{id}/ho-so", Needs(SERVE), pages::ticket::join)
        .get("/quay/hang-doi/lich-hen", Needs(VIEW), pages::bookings::show)
        .get("/quay/hang-doi/thong-ke", Needs(VIEW), pages::statistics::show)
        .get("/quay/noi-mot-cua", Needs(MANAGE), pages::offices::show)
        .get("/quay/noi-mot-cua/moi", Needs(MANAGE), pages::office_form::new)
        .post("/quay/noi-mot-cua/moi", Needs(MANAGE), pages::office_form::add)
        .get("/quay/noi-mot-cua/{id}", Needs(MANAGE), pages::office_form::show)
        .post("/quay/noi-mot-cua/{id}", Needs(MANAGE), pages::office_form::save)
}
