//! Declaration of the slice `par_index`.

use super::{api, demo, forms, jobs, pages, personal, seed, store};
use platform::access::{PermissionDecl, Role};
use platform::indicators::{Better, Indicator, Measure, Reasons, Timing};
use platform::slice::{FormDecl, MenuEntry, SearchKind};
use platform::store::Migration;
use platform::{Access, Permission, Routes, Slice};

/// Seeing the sheets of the agencies in one's scope.
pub const VIEW: Permission = Permission("par_index.view");
/// Scoring one's agency, with evidence.
pub const ASSESS: Permission = Permission("par_index.assess");
/// Giving criteria to people of the agency.
pub const ASSIGN: Permission = Permission("par_index.assign");
/// Handing a sheet in.
pub const SUBMIT: Permission = Permission("par_index.submit");
/// Verifying sheets of other agencies.
pub const VERIFY: Permission = Permission("par_index.verify");
/// Bringing in trees, opening rounds.
pub const MANAGE: Permission = Permission("par_index.manage");
/// Deciding on a round and publishing it.
pub const DECIDE: Permission = Permission("par_index.decide");

/// The slice.
pub static SLICE: Slice = Slice {
    name: "par_index",
    pillar: "steering",
    tables: &[
        "par_tree",
        "par_round",
        "par_sheet",
        "par_score",
        "par_evidence",
        "par_assignment",
        "par_survey",
        "par_round_wave",
    ],
    migrations: &[
        Migration {
            version: "2026_11_30_40_par_index",
            sql: include_str!("migrations/2026_11_30_40_par_index.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_12_01_65_par_index_work",
            sql: include_str!("migrations/2026_12_01_65_par_index_work.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_12_02_01_par_index_waves",
            sql: include_str!("migrations/2026_12_02_01_par_index_waves.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_12_02_26_par_council",
            sql: include_str!("migrations/2026_12_02_26_par_council.sql"),
            postgres: None,
        },
    ],
    permissions: &[
        PermissionDecl {
            permission: VIEW,
            label: "par-index-permission-view",
            roles: &[Role::Specialist, Role::Head, Role::Leader, Role::Reform, Role::Inspector],
        },
        PermissionDecl {
            permission: ASSESS,
            label: "par-index-permission-assess",
            roles: &[Role::Specialist, Role::Head, Role::Leader],
        },
        PermissionDecl {
            permission: ASSIGN,
            label: "par-index-permission-assign",
            roles: &[Role::Head, Role::Leader],
        },
        PermissionDecl { permission: SUBMIT, label: "par-index-permission-submit", roles: &[Role::Leader] },
        PermissionDecl { permission: VERIFY, label: "par-index-permission-verify", roles: &[Role::Reform] },
        PermissionDecl { permission: MANAGE, label: "par-index-permission-manage", roles: &[Role::Reform] },
        PermissionDecl { permission: DECIDE, label: "par-index-permission-decide", roles: &[Role::Leader] },
    ],
    routes,
    api: api::operations,
    menu: &[
        MenuEntry {
            label: "par-index-menu-public",
            href: pages::ROOT,
            group: "about",
            access: Access::Public,
            order: 66,
        },
        MenuEntry {
            label: "par-index-menu",
            href: pages::SHEETS,
            group: "steering",
            access: Access::Permission(VIEW),
            order: 45,
        },
    ],
    indicators: &[SCORE, IN_TIME],
    jobs: jobs::JOBS,
    search: &[SearchKind {
        kind: "par_sheet",
        label: "par-index-search-sheet",
        permission: Some(VIEW),
        standing: None,
        many: false,
    }],
    rules: &[
        "par_index.answer_worth",
        "par_index.classes",
        "par_index.dialogue_days",
        "par_index.gap_rounding",
        "par_index.remind_days",
        "par_index.survey_groups",
        "par_index.takes_off",
        "par_index.wave_answers",
    ],
    forms: &[FormDecl { name: "par_index.sheet", source: forms::SHEET.source, sample: forms::SHEET.sample }],
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    personal: Some(|app, account| Box::pin(async move { personal::of(&app, account).await })),
    erasure: Some(personal::ERASURE),
    seed: Some(|app| Box::pin(seed::seed(app))),
    demo: Some(|app, plan| Box::pin(demo::build(app, plan))),
    ..Slice::EMPTY
};

/// The published index.
const SCORE: Indicator = Indicator {
    code: "par_index_score",
    name: "par-index-indicator-score",
    definition: "par-index-indicator-score-definition",
    measure: Measure::Share,
    better: Better::Up,
    timing: Timing::Flow,
    evidence: store::sheets::SCORE_EVIDENCE,
    records: VIEW,
    record_href: "/chi-so-cchc/phieu/{id}",
    people: None,
    reasons: Reasons::None,
};

/// Sheets handed in by their term.
const IN_TIME: Indicator = Indicator {
    code: "par_sheets_in_time",
    name: "par-index-indicator-in-time",
    definition: "par-index-indicator-in-time-definition",
    evidence: store::sheets::TIME_EVIDENCE,
    ..SCORE
};

fn routes() -> Routes {
    let (view, assess) = (Access::Permission(VIEW), Access::Permission(ASSESS));
    let (verify, manage) = (Access::Permission(VERIFY), Access::Permission(MANAGE));
    let (submit, decide) = (Access::Permission(SUBMIT), Access::Permission(DECIDE));
    shared(Routes::new())
        .get("/chi-so-cchc", Access::Public, pages::ranking::show)
        .get("/chi-so-cchc/ket-qua/{id}", Access::Public, pages::result::show)
        .get("/chi-so-cchc/theo-nam", view, pages::years::show)
        .get("/chi-so-cchc/bo-tieu-chi", view, pages::trees::show)
        .get("/chi-so-cchc/bo-tieu-chi/nhap", manage, pages::tree_import::show)
        .post("/chi-so-cchc/bo-tieu-chi/nhap", manage, pages::tree_import::submit)
        .with_files()
        .get("/chi-so-cchc/bo-tieu-chi/{id}", view, pages::tree::show)
        .get("/chi-so-cchc/bo-tieu-chi/{id}/yaml", view, pages::tree::yaml)
        .get("/chi-so-cchc/bo-tieu-chi/{id}/bang", view, pages::tree::workbook)
        .post("/chi-so-cchc/bo-tieu-chi/{id}/duyet", decide, pages::tree::approve)
        .get("/chi-so-cchc/bo-tieu-chi/{id}/diem", manage, pages::tree::maxima)
        .post("/chi-so-cchc/bo-tieu-chi/{id}/diem", manage, pages::tree::keep_maxima)
        .get("/chi-so-cchc/dot", view, pages::rounds::show)
        .get("/chi-so-cchc/dot/moi", manage, pages::round_new::show)
        .post("/chi-so-cchc/dot/moi", manage, pages::round_new::submit)
        .get("/chi-so-cchc/dot/{id}", view, pages::round::show)
        .get("/chi-so-cchc/dot/{id}/linh-vuc", view, pages::domains::show)
        .post("/chi-so-cchc/dot/{id}/han", manage, pages::round::move_term)
        .post("/chi-so-cchc/dot/{id}/quyet-dinh", decide, pages::round::decide)
        .post("/chi-so-cchc/dot/{id}/cong-bo", decide, pages::round::publish)
        .get("/chi-so-cchc/phieu", view, pages::sheets::show)
        .get("/chi-so-cchc/phieu/{id}", view, pages::sheet::show)
        .get("/chi-so-cchc/phieu/{id}/in", view, pages::print::show)
        .get("/chi-so-cchc/phieu/{id}/mo-phong", view, pages::simulate::show)
        .get("/chi-so-cchc/phieu/{id}/nop", submit, pages::submit::show)
        .post("/chi-so-cchc/phieu/{id}/nop", submit, pages::submit::submit)
        .post("/chi-so-cchc/phieu/{id}/nhan-khop", verify, pages::verify::accept)
        .post("/chi-so-cchc/phieu/{id}/ket-luan", verify, pages::verify::conclude)
        .get("/chi-so-cchc/phieu/{id}/tra-lai", verify, pages::verify::back)
        .post("/chi-so-cchc/phieu/{id}/tra-lai", verify, pages::verify::give_back)
        .get("/chi-so-cchc/phieu/{id}/tieu-chi/{code}", view, pages::leaf::show)
        .post("/chi-so-cchc/phieu/{id}/tieu-chi/{code}", assess, pages::leaf::submit)
        .get("/chi-so-cchc/phieu/{id}/tieu-chi/{code}/ho-so", view, pages::records::show)
        .post("/chi-so-cchc/phieu/{id}/tieu-chi/{code}/minh-chung", assess, pages::evidence::add)
        .with_files()
        .post("/chi-so-cchc/phieu/{id}/tieu-chi/{code}/tham-dinh", verify, pages::verify::submit)
        .post("/chi-so-cchc/phieu/{id}/tieu-chi/{code}/giai-trinh", assess, pages::talk::object)
        .post("/chi-so-cchc/phieu/{id}/tieu-chi/{code}/tra-loi", verify, pages::talk::answer)
        .get("/chi-so-cchc/minh-chung/{id}", view, pages::evidence::file)
        .post("/chi-so-cchc/minh-chung/{id}/bo", assess, pages::evidence::remove)
}

/// Work on a sheet that is shared out: criteria given to people, evidence for several, surveys, the fix-list.
fn shared(routes: Routes) -> Routes {
    let (assess, assign) = (Access::Permission(ASSESS), Access::Permission(ASSIGN));
    let (view, verify) = (Access::Permission(VIEW), Access::Permission(VERIFY));
    let (submit, manage) = (Access::Permission(SUBMIT), Access::Permission(MANAGE));
    routes
        .get("/chi-so-cchc/dot/{id}/dot-khao-sat", manage, pages::waves::show)
        .post("/chi-so-cchc/dot/{id}/dot-khao-sat", manage, pages::waves::submit)
        .post("/chi-so-cchc/phieu/{id}/dong-y", submit, pages::talk::agree)
        .get("/chi-so-cchc/duoc-giao", assess, pages::mine::show)
        .get("/chi-so-cchc/phieu/{id}/phan-cong", assign, pages::assign::show)
        .post("/chi-so-cchc/phieu/{id}/phan-cong", assign, pages::assign::submit)
        .get("/chi-so-cchc/phieu/{id}/minh-chung-chung", assess, pages::bulk::show)
        .post("/chi-so-cchc/phieu/{id}/minh-chung-chung", assess, pages::bulk::submit)
        .with_files()
        .get("/chi-so-cchc/phieu/{id}/khao-sat", view, pages::survey::show)
        .get("/chi-so-cchc/phieu/{id}/khao-sat/{group}", verify, pages::survey::form)
        .post("/chi-so-cchc/phieu/{id}/khao-sat/{group}", verify, pages::survey::submit)
        .get("/chi-so-cchc/phieu/{id}/khac-phuc", assess, pages::fix::show)
        .post("/chi-so-cchc/phieu/{id}/khac-phuc", assess, pages::fix::submit)
}
