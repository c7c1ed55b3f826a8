//! What the slice `catalogue` declares.

use super::{api, dates, demo, forms, import, indicators, judge, routes, uses};
use contracts::procedures::ProcedurePublished;
use platform::access::{PermissionDecl, Role};
use platform::events::Event;
use platform::http::Access;
use platform::indicators::{Better, Indicator, Measure, Reasons, Timing};
use platform::messages::Locale;
use platform::slice::{FormDecl, MenuEntry, SearchKind};
use platform::store::Migration;
use platform::webhooks::{Hook, Told};
use platform::{Permission, Slice};

/// To import, correct and publish procedures.
pub const EDIT: Permission = Permission("catalogue.edit");
/// To approve what somebody else has written.
pub const APPROVE: Permission = Permission("catalogue.approve");
/// To open the records behind the catalogue's figures.
pub const READ: Permission = Permission("catalogue.read");

const fn staff(label: &'static str, href: &'static str, access: Access, order: u32) -> MenuEntry {
    MenuEntry { label, href, group: "procedures", access, order }
}

/// Versions that are published, with what counts of them; of which of them a condition may say.
macro_rules! stock_of_versions {
    ($numerator:literal $(, $among:literal)?) => {
        concat!(
            "SELECT v.id AS record_id, v.code || ' – ' || v.short_name AS label, p.agency_id AS agency_id, ",
            "v.valid_from AS on_day, v.valid_to AS until_day, v.code AS procedure_code, v.field_code AS field, ",
            "'' AS channel, v.missing_parts AS reason, CASE WHEN ",
            $numerator,
            " THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END AS numerator, ",
            "CAST(1 AS BIGINT) AS denominator, CAST(0 AS BIGINT) AS value ",
            "FROM procedure_version v JOIN procedure p ON p.id = v.procedure_id WHERE v.status = 'published'"
            $(, $among)?
        )
    };
}

const fn share(
    code: &'static str,
    name: &'static str,
    definition: &'static str,
    evidence: &'static str,
) -> Indicator {
    Indicator {
        code,
        name,
        definition,
        measure: Measure::Share,
        better: Better::Up,
        timing: Timing::Stock,
        evidence,
        records: READ,
        record_href: "/thu-tuc/so/{id}",
        people: None,
        reasons: Reasons::Causes(missing_parts),
    }
}

/// The missing parts of a procedure in words.
fn missing_parts(locale: &Locale, codes: &str) -> String {
    let names: Vec<String> =
        codes.split_whitespace().map(|code| super::rules::words::name(locale, "part", code)).collect();
    names.join(", ")
}

/// The declaration.
pub static SLICE: Slice = Slice {
    name: "catalogue",
    pillar: "procedures",
    tables: &[
        "procedure",
        "procedure_version",
        "procedure_form",
        "announcement",
        "procedure_change",
        "basis_document",
        "basis_effect",
        "version_basis",
        "procedure_group",
        "procedure_group_member",
        "procedure_use",
        "procedure_use_count",
    ],
    migrations: &[
        Migration {
            version: "2012_10_12_00_procedure",
            sql: include_str!("migrations/2012_10_12_00_procedure.sql"),
            postgres: None,
        },
        Migration {
            version: "2012_10_27_00_form_file",
            sql: include_str!("migrations/2012_10_27_00_form_file.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_11_28_50_change",
            sql: include_str!("migrations/2026_11_28_50_change.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_11_28_51_basis",
            sql: include_str!("migrations/2026_11_28_51_basis.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_11_28_52_group",
            sql: include_str!("migrations/2026_11_28_52_group.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_11_28_53_use",
            sql: include_str!("migrations/2026_11_28_53_use.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_11_28_54_found_by",
            sql: include_str!("migrations/2026_11_28_54_found_by.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_11_29_20_group_failure",
            sql: include_str!("migrations/2026_11_29_20_group_failure.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_12_01_88_group_term",
            sql: include_str!("migrations/2026_12_01_88_group_term.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_12_02_42_in_force",
            sql: include_str!("migrations/2026_12_02_42_in_force.sql"),
            postgres: None,
        },
    ],
    permissions: &[
        PermissionDecl {
            permission: EDIT,
            label: "catalogue-permission-edit",
            roles: &[Role::ProcedureControl, Role::It],
        },
        PermissionDecl {
            permission: APPROVE,
            label: "catalogue-permission-approve",
            roles: &[Role::ProcedureControl, Role::Leader],
        },
        PermissionDecl { permission: READ, label: "catalogue-permission-read", roles: &Role::ALL },
    ],
    routes: routes::routes,
    api: api::operations,
    menu: &[
        MenuEntry {
            label: "catalogue-menu",
            href: "/thu-tuc",
            group: "public",
            access: Access::Public,
            order: 10,
        },
        staff("catalogue-menu-staff", "/quan-tri/thu-tuc", Access::Permission(EDIT), 10),
        staff("catalogue-menu-changes", "/quan-tri/thu-tuc/thay-doi", Access::Permission(READ), 12),
        staff("catalogue-menu-decisions", "/quan-tri/thu-tuc/quyet-dinh", Access::Permission(READ), 14),
        staff("catalogue-menu-radar", "/quan-tri/thu-tuc/han", Access::Permission(READ), 16),
        staff("catalogue-menu-quality", "/quan-tri/thu-tuc/kiem-tra", Access::Permission(READ), 18),
        staff("catalogue-menu-basis", "/quan-tri/thu-tuc/can-cu", Access::Permission(READ), 20),
        staff("catalogue-menu-groups", "/quan-tri/thu-tuc/lien-thong", Access::Permission(READ), 22),
        staff("catalogue-menu-uses", "/quan-tri/thu-tuc/thoi-gian", Access::Permission(READ), 24),
    ],
    indicators: &[
        share(
            "procedures_complete",
            "catalogue-indicator-complete",
            "catalogue-indicator-complete-definition",
            stock_of_versions!("v.missing = 0"),
        ),
        share(
            "services_level_2",
            "catalogue-indicator-level-2",
            "catalogue-indicator-level-2-definition",
            stock_of_versions!("v.service_level >= 2", " AND NOT v.internal"),
        ),
        share(
            "services_level_3",
            "catalogue-indicator-level-3",
            "catalogue-indicator-level-3-definition",
            stock_of_versions!("v.service_level >= 3", " AND NOT v.internal"),
        ),
        indicators::ANNOUNCED,
        indicators::PUBLISHED,
    ],
    jobs: &[judge::JUDGE, dates::RETIME, uses::COUNT],
    hooks: &[Hook {
        topic: ProcedurePublished::TOPIC,
        label: "catalogue-hook-published",
        permission: None,
        tell: |event| {
            let told: ProcedurePublished = serde_json::from_value(event.clone()).ok()?;
            let href = format!("{}/procedures/{}", platform::api::PREFIX, told.code);
            Some(Told { agency: None, data: serde_json::json!({"procedure": told.code, "href": href}) })
        },
    }],
    forms: &[
        FormDecl { name: "catalogue.blank", source: forms::BLANK.source, sample: forms::BLANK.sample },
        FormDecl {
            name: "catalogue.announcement",
            source: forms::ANNOUNCEMENT.source,
            sample: forms::ANNOUNCEMENT.sample,
        },
    ],
    search: &[SearchKind {
        kind: "procedure",
        label: "catalogue-search",
        permission: None,
        standing: None,
        many: false,
    }],
    rules: &[
        "online.level_scheme",
        "online.minimum_level",
        "procedures.announce_before_days",
        "procedures.announce_before_ministry",
        "procedures.announce_short_days",
        "procedures.conditional_parts",
        "procedures.forbidden_papers",
        "procedures.mandatory_parts",
        "procedures.minimum_uses",
        "procedures.post_within_wd",
        "procedures.publish_ministry_within_wd",
        "procedures.publish_short_within_wd",
        "procedures.often_wrong_share",
        "procedures.publish_within_wd",
    ],
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    seed: Some(|app| Box::pin(import::seed(app))),
    demo: Some(|app, plan| Box::pin(demo::build(app, plan))),
    ..Slice::EMPTY
};
