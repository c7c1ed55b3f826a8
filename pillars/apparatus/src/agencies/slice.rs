//! Declaration of the slice `agencies`.

use super::{activity, api, import, pages, store};
use platform::access::{PermissionDecl, Role};
use platform::http::Access::{Permission as Needs, Public};
use platform::indicators::{Better, Indicator, Measure, Reasons, Timing};
use platform::slice::{MenuEntry, SearchKind};
use platform::store::Migration;
use platform::{Permission, Routes, Slice};

/// Editing agencies.
pub const EDIT: Permission = Permission("agencies.edit");
/// Seeing how much each agency did on the system.
pub const VIEW_ACTIVITY: Permission = Permission("agencies.view_activity");

/// The slice.
pub static SLICE: Slice = Slice {
    name: "agencies",
    pillar: "apparatus",
    tables: &["agency", "agency_successor", "agency_activity"],
    migrations: &[Migration {
        version: "2012_10_12_00_agency",
        sql: include_str!("migrations/2012_10_12_00_agency.sql"),
        postgres: None,
    }],
    permissions: &[
        PermissionDecl {
            permission: EDIT,
            label: "agencies-permission-edit",
            roles: &[Role::It, Role::Reform],
        },
        PermissionDecl {
            permission: VIEW_ACTIVITY,
            label: "agencies-permission-view-activity",
            roles: &[
                Role::Head,
                Role::Leader,
                Role::Reform,
                Role::ProcedureControl,
                Role::Inspector,
                Role::It,
            ],
        },
    ],
    routes: || {
        Routes::new()
            .get("/co-quan", Public, pages::list::show)
            .get("/co-quan/{code}", Public, pages::record::show)
            .get("/co-quan/{code}/sua", Needs(EDIT), pages::edit::show)
            .post("/co-quan/{code}/sua", Needs(EDIT), pages::edit::submit)
    },
    api: api::operations,
    menu: &[MenuEntry {
        label: "agencies-menu",
        href: "/co-quan",
        group: "about",
        access: Public,
        order: 50,
    }],
    indicators: &[
        Indicator {
            code: "agencies_active",
            name: "agencies-indicator-active",
            definition: "agencies-indicator-active-definition",
            measure: Measure::Share,
            better: Better::Up,
            timing: Timing::Flow,
            evidence: store::ACTIVE_AGENCIES,
            records: VIEW_ACTIVITY,
            record_href: "/co-quan/{id}",
            people: None,
            reasons: Reasons::None,
        },
        Indicator {
            code: "communes_active",
            name: "agencies-indicator-communes",
            definition: "agencies-indicator-communes-definition",
            measure: Measure::Share,
            better: Better::Up,
            timing: Timing::Flow,
            evidence: store::ACTIVE_COMMUNES,
            records: VIEW_ACTIVITY,
            record_href: "/co-quan/{id}",
            people: None,
            reasons: Reasons::None,
        },
    ],
    jobs: &[activity::JOB],
    search: &[SearchKind {
        kind: "agency",
        label: "agencies-search-kind",
        permission: None,
        standing: Some(import::standing),
        many: false,
    }],
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    seed: Some(|app| Box::pin(import::seed(app))),
    ..Slice::EMPTY
};
