//! Declaration of the slice `petitions`.

use super::pages::{self, word};
use super::{api, demo, jobs, seed, store};
use contracts::petitions::{PetitionChanged, PetitionFact, PetitionReceived};
use platform::access::{PermissionDecl, Role};
use platform::events::Event;
use platform::http::Access::{Permission as Needs, Public};
use platform::indicators::{Better, Indicator, Measure, Reasons, Timing};
use platform::messages::Locale;
use platform::slice::{MenuEntry, SearchKind};
use platform::store::Migration;
use platform::webhooks::{Hook, Told};
use platform::{Permission, Routes, Slice};
use serde_json::json;

/// Seeing the petitions of the agencies in one's scope.
pub const VIEW: Permission = Permission("petitions.view");
/// Entering and handling them.
pub const HANDLE: Permission = Permission("petitions.handle");
/// Publishing answers.
pub const PUBLISH: Permission = Permission("petitions.publish");
/// Answering for the petitions of an agency: told when one arrives or is late.
pub const SUPERVISE: Permission = Permission("petitions.supervise");

/// Why a petition does not count, in words.
fn cause(locale: &Locale, code: &str) -> String {
    word(locale, "cause", code)
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
        timing: Timing::Flow,
        evidence,
        records: VIEW,
        record_href: "/phan-anh-kien-nghi/{id}",
        people: None,
        reasons: Reasons::Causes(cause),
    }
}

const fn hook(topic: &'static str, label: &'static str) -> Hook {
    Hook { topic, label, permission: Some(VIEW), tell }
}

/// What other programs are told of a petition: which one and where to ask for more, nothing of the person.
fn tell(event: &serde_json::Value) -> Option<Told> {
    let fact: PetitionFact = serde_json::from_value(event.clone()).ok()?;
    let data = json!({
        "petition": fact.petition_id,
        "code": fact.code,
        "procedure": fact.procedure,
        "href": format!("{}/petitions/{}", platform::api::PREFIX, fact.petition_id),
    });
    Some(Told { agency: Some(fact.agency_id), data })
}

/// The slice.
pub static SLICE: Slice = Slice {
    name: "petitions",
    pillar: "procedures",
    tables: &[
        "petition",
        "petition_step",
        "petition_file",
        "petition_answer",
        "petition_counter",
        "questionnaire",
        "questionnaire_reply",
    ],
    migrations: &[
        Migration {
            version: "2026_11_28_60_petition",
            sql: include_str!("migrations/2026_11_28_60_petition.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_11_28_61_questionnaire",
            sql: include_str!("migrations/2026_11_28_61_questionnaire.sql"),
            postgres: None,
        },
    ],
    permissions: &[
        PermissionDecl {
            permission: VIEW,
            label: "petitions-permission-view",
            roles: &[
                Role::Clerk,
                Role::Specialist,
                Role::Head,
                Role::Leader,
                Role::Reform,
                Role::ProcedureControl,
                Role::Inspector,
            ],
        },
        PermissionDecl {
            permission: HANDLE,
            label: "petitions-permission-handle",
            roles: &[Role::Clerk, Role::Specialist, Role::Head, Role::Leader, Role::ProcedureControl],
        },
        PermissionDecl {
            permission: PUBLISH,
            label: "petitions-permission-publish",
            roles: &[Role::Head, Role::Leader, Role::ProcedureControl],
        },
        PermissionDecl {
            permission: SUPERVISE,
            label: "petitions-permission-supervise",
            roles: &[Role::Leader, Role::ProcedureControl],
        },
    ],
    routes,
    api: api::operations,
    hooks: &[
        hook(PetitionReceived::TOPIC, "petitions-hook-received"),
        hook(PetitionChanged::TOPIC, "petitions-hook-changed"),
    ],
    menu: &[
        MenuEntry {
            label: "petitions-menu-give",
            href: "/phan-anh",
            group: "public",
            access: Public,
            order: 40,
        },
        MenuEntry {
            label: "petitions-menu-answers",
            href: "/phan-anh/tra-loi",
            group: "voice",
            access: Public,
            order: 41,
        },
        MenuEntry {
            label: "petitions-menu",
            href: pages::REGISTER,
            group: "listening",
            access: Needs(VIEW),
            order: 70,
        },
    ],
    indicators: &[
        share(
            "petitions_on_time",
            "petitions-indicator-on-time",
            "petitions-indicator-on-time-definition",
            store::ON_TIME,
        ),
        share(
            "petitions_content",
            "petitions-indicator-content",
            "petitions-indicator-content-definition",
            store::CONTENT,
        ),
    ],
    jobs: &[jobs::WARN],
    search: &[SearchKind {
        kind: "petition",
        label: "petitions-search",
        permission: Some(VIEW),
        standing: None,
        many: false,
    }],
    persons: &[pages::REGISTER],
    rules: &[
        "feedback.agency",
        "feedback.complete_within_wd",
        "feedback.escalate_after_wd",
        "feedback.handle_within_wd",
        "feedback.publish_within_wd",
        "feedback.rate_days",
        "feedback.refuse_within_wd",
        "feedback.transfer_within_wd",
    ],
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    seed: Some(|app| Box::pin(seed::seed(app))),
    demo: Some(|app, plan| Box::pin(demo::build(app, plan))),
    ..Slice::EMPTY
};

fn routes() -> Routes {
    Routes::new()
        .get("/phan-anh", Public, pages::give::show)
        .post("/phan-anh", Public, pages::give::submit)
        .with_files()
        .get("/phan-anh/tra-cuu", Public, pages::track::ask)
        .post("/phan-anh/tra-cuu", Public, pages::track::find)
        .get("/phan-anh/theo-doi/{token}", Public, pages::track::show)
        .post("/phan-anh/theo-doi/{token}", Public, pages::track::complete)
        .get("/phan-anh/theo-doi/{token}/tep/{hash}", Public, pages::track::file)
        .get("/phan-anh/danh-gia/{token}", Public, pages::rate::show)
        .post("/phan-anh/danh-gia/{token}", Public, pages::rate::submit)
        .get("/phan-anh/tra-loi", Public, pages::answers::list)
        .get("/phan-anh/tra-loi/{code}", Public, pages::answers::show)
        .get("/phan-anh-kien-nghi", Needs(VIEW), pages::register::show)
        .get("/phan-anh-kien-nghi/moi", Needs(HANDLE), pages::enter::show)
        .post("/phan-anh-kien-nghi/moi", Needs(HANDLE), pages::enter::submit)
        .with_files()
        .get("/phan-anh-kien-nghi/thong-ke", Needs(VIEW), pages::figures::show)
        .get("/phan-anh-kien-nghi/thong-ke/in", Needs(VIEW), pages::report::print)
        .get("/phan-anh-kien-nghi/{id}", Needs(VIEW), pages::record::show)
        .post("/phan-anh-kien-nghi/{id}/{act}", Needs(HANDLE), pages::deed::submit)
        .get("/phan-anh-kien-nghi/{id}/tep/{hash}", Needs(VIEW), pages::record::file)
        .get("/phieu-lay-y-kien", Needs(VIEW), pages::questionnaires::show)
        .get("/phieu-lay-y-kien/moi", Needs(HANDLE), pages::questionnaires::form)
        .post("/phieu-lay-y-kien/moi", Needs(HANDLE), pages::questionnaires::submit)
        .get("/phieu-lay-y-kien/{id}", Needs(VIEW), pages::questionnaire::show)
        .post("/phieu-lay-y-kien/{id}/{act}", Needs(HANDLE), pages::questionnaire::submit)
}
