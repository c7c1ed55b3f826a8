//! Declaration of the slice `settlement`.

use super::{api, demo, jobs, pages, personal, store};
use contracts::settlement::SettlementScored;
use platform::access::{PermissionDecl, Role};
use platform::events::Event;
use platform::indicators::{Better, Indicator, Measure, Reasons, Timing};
use platform::slice::MenuEntry;
use platform::store::Migration;
use platform::webhooks::{Hook, Told};
use platform::{Access, Permission, Routes, Slice};

/// Seeing the evaluation of the agencies in one's scope, with the dossiers behind.
pub const VIEW: Permission = Permission("settlement.view");
/// Seeing the evaluation of officials.
pub const OFFICERS: Permission = Permission("settlement.officers");
/// Freezing the result of a period.
pub const FREEZE: Permission = Permission("settlement.freeze");

/// The slice.
pub static SLICE: Slice = Slice {
    name: "settlement",
    pillar: "apparatus",
    tables: &[
        "settlement_dossier",
        "settlement_hand",
        "settlement_tally",
        "settlement_officer",
        "settlement_service",
        "settlement_score",
        "settlement_result",
        "settlement_state",
        "settlement_posting",
    ],
    migrations: &[
        Migration {
            version: "2026_11_28_90_settlement",
            sql: include_str!("migrations/2026_11_28_90_settlement.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_12_03_22_posting",
            sql: include_str!("migrations/2026_12_03_22_posting.sql"),
            postgres: None,
        },
    ],
    permissions: &[
        PermissionDecl {
            permission: VIEW,
            label: "settlement-permission-view",
            roles: &[Role::Head, Role::Leader, Role::Reform, Role::ProcedureControl, Role::Inspector],
        },
        PermissionDecl {
            permission: OFFICERS,
            label: "settlement-permission-officers",
            roles: &[Role::Head, Role::Leader],
        },
        PermissionDecl {
            permission: FREEZE,
            label: "settlement-permission-freeze",
            roles: &[Role::Leader, Role::Reform],
        },
    ],
    routes,
    api: api::operations,
    hooks: &[Hook {
        topic: SettlementScored::TOPIC,
        label: "settlement-hook-scored",
        permission: Some(VIEW),
        tell: |event| {
            let told: SettlementScored = serde_json::from_value(event.clone()).ok()?;
            let month = told.month_on.get(..7)?;
            let href = format!("{}/settlement-index?period={month}", platform::api::PREFIX);
            Some(Told {
                agency: Some(told.agency_id),
                data: serde_json::json!({"month": month, "href": href}),
            })
        },
    }],
    menu: &[
        MenuEntry {
            label: "settlement-menu",
            href: pages::ROOT,
            group: "steering",
            access: Access::Permission(VIEW),
            order: 40,
        },
        MenuEntry {
            label: "settlement-menu-mine",
            href: "/danh-gia-giai-quyet/cua-toi",
            group: "mine",
            access: Access::Staff,
            order: 70,
        },
        MenuEntry {
            label: "settlement-menu-public",
            href: pages::PUBLIC,
            group: "voice",
            access: Access::Public,
            order: 65,
        },
    ],
    indicators: &[Indicator {
        code: "service_index",
        name: "settlement-indicator",
        definition: "settlement-indicator-definition",
        measure: Measure::Share,
        better: Better::Up,
        timing: Timing::Flow,
        evidence: store::EVIDENCE,
        records: VIEW,
        record_href: "/danh-gia-giai-quyet/diem/{id}",
        people: None,
        reasons: Reasons::None,
    }],
    jobs: jobs::JOBS,
    together: jobs::TOGETHER,
    listeners: jobs::LISTENERS,
    personal: Some(|app, account| Box::pin(async move { personal::of(&app, account).await })),
    erasure: Some(personal::ERASURE),
    rules: &[
        "satisfaction.minimum_count",
        "settlement.agency_bands",
        "settlement.announce_days",
        "settlement.bands_scaled",
        "settlement.disliked_most",
        "settlement.index",
        "settlement.index_parts",
        "settlement.index_promise",
        "settlement.officer_bands",
        "settlement.online_shares",
        "settlement.petition_share",
        "settlement.public_minimum",
        "settlement.publish_wd",
        "settlement.requests_not_counted",
    ],
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    demo: Some(|app, plan| Box::pin(demo::build(app, plan))),
    ..Slice::EMPTY
};

fn routes() -> Routes {
    let (view, officers) = (Access::Permission(VIEW), Access::Permission(OFFICERS));
    Routes::new()
        .get("/danh-gia-giai-quyet", view, pages::compare::show)
        .get("/danh-gia-giai-quyet/co-quan/{code}", view, pages::agency::show)
        .get("/danh-gia-giai-quyet/co-quan/{code}/ho-so", view, pages::records::of_agency)
        .get("/danh-gia-giai-quyet/co-quan/{code}/thu-tuc", view, pages::procedures::show)
        .get("/danh-gia-giai-quyet/co-quan/{code}/in", view, pages::report::print)
        .post("/danh-gia-giai-quyet/co-quan/{code}/chot", Access::Permission(FREEZE), pages::result::freeze)
        .post(
            "/danh-gia-giai-quyet/co-quan/{code}/niem-yet",
            Access::Permission(FREEZE),
            pages::posting::submit,
        )
        .get("/danh-gia-giai-quyet/ket-qua/{id}", view, pages::result::show)
        .get("/danh-gia-giai-quyet/diem/{id}", view, pages::agency::of_score)
        .get("/danh-gia-giai-quyet/can-bo", officers, pages::officers::show)
        .get("/danh-gia-giai-quyet/can-bo/{id}", officers, pages::officer::show)
        .get("/danh-gia-giai-quyet/can-bo/{id}/ho-so", officers, pages::records::of_officer)
        .get("/danh-gia-giai-quyet/cua-toi", Access::Staff, pages::officer::own)
        .get("/danh-gia-giai-quyet/cua-toi/ho-so", Access::Staff, pages::records::own)
        .get("/danh-gia-giai-quyet/hai-moc/{id}", Access::Staff, pages::ends::show)
        .get("/chat-luong-phuc-vu", Access::Public, pages::public::show)
        .get("/chat-luong-phuc-vu/{code}", Access::Public, pages::public::agency)
}
