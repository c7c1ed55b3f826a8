//! What the slice `catalogue` declares.

use super::{api, forms, import, judge, pages};
use contracts::procedures::ProcedurePublished;
use platform::access::{PermissionDecl, Role};
use platform::events::Event;
use platform::http::{Access, Routes};
use platform::indicators::{Better, Indicator, Measure, Reasons, Timing};
use platform::messages::Locale;
use platform::slice::{FormDecl, MenuEntry, SearchKind};
use platform::store::Migration;
use platform::webhooks::{Hook, Told};
use platform::{Permission, Slice};

/// To import, correct and publish procedures.
pub const EDIT: Permission = Permission("catalogue.edit");
/// To open the records behind the catalogue's figures.
pub const READ: Permission = Permission("catalogue.read");

macro_rules! stock_of_versions {
    ($numerator:literal) => {
        concat!(
            "SELECT v.id AS record_id, v.code || ' – ' || v.short_name AS label, p.agency_id AS agency_id, ",
            "v.valid_from AS on_day, v.valid_to AS until_day, v.code AS procedure_code, v.field_code AS field, ",
            "'' AS channel, v.missing_parts AS reason, CASE WHEN ",
            $numerator,
            " THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END AS numerator, ",
            "CAST(1 AS BIGINT) AS denominator, CAST(0 AS BIGINT) AS value ",
            "FROM procedure_version v JOIN procedure p ON p.id = v.procedure_id WHERE v.status = 'published'"
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
    tables: &["procedure", "procedure_version", "procedure_form"],
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
    ],
    permissions: &[
        PermissionDecl {
            permission: EDIT,
            label: "catalogue-permission-edit",
            roles: &[Role::ProcedureControl, Role::It],
        },
        PermissionDecl { permission: READ, label: "catalogue-permission-read", roles: &Role::ALL },
    ],
    routes: || {
        Routes::new()
            .get("/thu-tuc", Access::Public, pages::list::show)
            .get("/thu-tuc/so/{id}", Access::Public, pages::sheet::by_id)
            .get("/thu-tuc/{code}", Access::Public, pages::sheet::show)
            .get("/thu-tuc/{code}/in", Access::Public, pages::sheet::print)
            .get("/thu-tuc/{code}/mau-don", Access::Public, pages::forms::blank)
            .get("/thu-tuc/{code}/bieu-mau/{id}", Access::Public, pages::forms::file)
            .get("/thu-tuc/{code}/phien-ban/{number}", Access::Public, pages::sheet::version)
            .get("/quan-tri/thu-tuc", Access::Permission(EDIT), pages::staff::list)
            .get("/quan-tri/thu-tuc/nhap", Access::Permission(EDIT), pages::upload::show)
            .post("/quan-tri/thu-tuc/nhap", Access::Permission(EDIT), pages::upload::look)
            .with_files()
            .post("/quan-tri/thu-tuc/cong-bo", Access::Permission(EDIT), pages::upload::publish)
            .with_long_texts()
            .with_files()
            .get("/quan-tri/thu-tuc/{code}", Access::Permission(EDIT), pages::record::show)
            .post("/quan-tri/thu-tuc/{code}/bieu-mau", Access::Permission(EDIT), pages::record::put)
            .with_files()
    },
    api: api::operations,
    menu: &[
        MenuEntry {
            label: "catalogue-menu",
            href: "/thu-tuc",
            group: "public",
            access: Access::Public,
            order: 10,
        },
        MenuEntry {
            label: "catalogue-menu-staff",
            href: "/quan-tri/thu-tuc",
            group: "procedures",
            access: Access::Permission(EDIT),
            order: 10,
        },
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
            stock_of_versions!("v.service_level >= 2"),
        ),
        share(
            "services_level_3",
            "catalogue-indicator-level-3",
            "catalogue-indicator-level-3-definition",
            stock_of_versions!("v.service_level >= 3"),
        ),
    ],
    jobs: &[judge::JUDGE],
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
    forms: &[FormDecl { name: "catalogue.blank", source: forms::BLANK.source, sample: forms::BLANK.sample }],
    search: &[SearchKind { kind: "procedure", label: "catalogue-search", permission: None, standing: None }],
    rules: &[
        "online.level_scheme",
        "online.minimum_level",
        "procedures.conditional_parts",
        "procedures.mandatory_parts",
    ],
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    seed: Some(|app| Box::pin(import::seed(app))),
    ..Slice::EMPTY
};
