//! What the slice `reports` declares.

use super::{api, demo, jobs, pages, seed, store};
use platform::access::{PermissionDecl, Role};
use platform::http::Access::Permission as Needs;
use platform::indicators::{Better, Indicator, Measure, Reasons, Timing};
use platform::slice::{MenuEntry, SearchKind};
use platform::store::Migration;
use platform::webhooks::{Hook, Told};
use platform::{Permission, Slice};
use serde_json::{Value as Json, json};

/// To read reports in one's scope and those one receives.
pub const VIEW: Permission = Permission("reports.view");
/// To write an agency's reports.
pub const EDIT: Permission = Permission("reports.edit");
/// To sign them and send them, or give them back before.
pub const SIGN: Permission = Permission("reports.sign");
/// To return, accept and open again what is sent to one's agency, and to ask agencies for reports.
pub const RECEIVE: Permission = Permission("reports.receive");
/// To write and publish templates.
pub const TEMPLATES: Permission = Permission("reports.templates");

/// The slice.
pub static SLICE: Slice = Slice {
    name: "reports",
    pillar: "steering",
    tables: &[
        "report_template",
        "report_request",
        "report_request_agency",
        "reform_report",
        "report_figure",
        "report_duty_change",
        "report_owed",
    ],
    migrations: &[
        Migration {
            version: "2026_12_01_00_reports",
            sql: include_str!("migrations/2026_12_01_00_reports.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_12_01_93_report_duty",
            sql: include_str!("migrations/2026_12_01_93_report_duty.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_12_02_25_report_owed",
            sql: include_str!("migrations/2026_12_02_25_report_owed.sql"),
            postgres: None,
        },
    ],
    permissions: &[
        PermissionDecl {
            permission: VIEW,
            label: "reports-permission-view",
            roles: &[
                Role::Specialist,
                Role::Head,
                Role::Leader,
                Role::Reform,
                Role::ProcedureControl,
                Role::Inspector,
            ],
        },
        PermissionDecl {
            permission: EDIT,
            label: "reports-permission-edit",
            roles: &[Role::Specialist, Role::Head, Role::Reform],
        },
        PermissionDecl { permission: SIGN, label: "reports-permission-sign", roles: &[Role::Leader] },
        PermissionDecl {
            permission: RECEIVE,
            label: "reports-permission-receive",
            roles: &[Role::Leader, Role::Reform],
        },
        PermissionDecl {
            permission: TEMPLATES,
            label: "reports-permission-templates",
            roles: &[Role::Reform, Role::ProcedureControl],
        },
    ],
    routes: pages::routes,
    api: api::operations,
    hooks: &[Hook {
        topic: "reports.submitted",
        label: "reports-hook-submitted",
        permission: Some(VIEW),
        tell: told,
    }],
    menu: &[MenuEntry {
        label: "reports-menu",
        href: "/bao-cao-cchc",
        group: "steering",
        access: Needs(VIEW),
        order: 45,
    }],
    indicators: &[IN_TIME],
    jobs: jobs::JOBS,
    search: &[SearchKind {
        kind: "reform_report",
        label: "reports-search-kind",
        permission: Some(VIEW),
        standing: None,
        many: false,
    }],
    rules: &[
        "reports.periods",
        "reports.duties",
        "reports.receiver",
        "reports.notable_share",
        "reports.notable_count",
        "reports.remind_days",
        "reports.calendar_days",
        "reports.template",
    ],
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    seed: Some(|app| Box::pin(seed::seed(app))),
    demo: Some(|app, _| Box::pin(demo::build(app))),
    ..Slice::EMPTY
};

/// Periodic reports sent in time, of those owed whose last day is over, begun or not.
const IN_TIME: Indicator = Indicator {
    code: "reports_in_time",
    name: "reports-indicator-in-time",
    definition: "reports-indicator-in-time-definition",
    measure: Measure::Share,
    better: Better::Up,
    timing: Timing::Flow,
    evidence: store::owed::EVIDENCE,
    records: VIEW,
    record_href: "/bao-cao-cchc/phai-gui/{id}",
    people: None,
    reasons: Reasons::None,
};

/// What is told of a report that was sent.
fn told(event: &Json) -> Option<Told> {
    let id = event.get("report_id")?.as_i64()?;
    Some(Told {
        agency: event.get("agency_id").and_then(Json::as_i64),
        data: json!({
            "report": id,
            "href": format!("{}/reports/{id}", platform::api::PREFIX),
            "kind": event.get("kind"), "year": event.get("year"), "number": event.get("number"),
            "edition": event.get("edition"), "days_late": event.get("days_late"),
        }),
    })
}
