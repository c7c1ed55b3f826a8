//! Declaration of the slice `console`.

use crate::pages::{
    account, account_acts, account_new, accounts, calendar, calendar_day, checklist, delegation, erasures,
    grants, hours, interface, jobs, journal, ledger, links, outbox, probes, profile, profile_draft, profiles,
    reads, receipts, recovery, requests, role, roles, status, templates, tokens, webhooks,
};
use platform::access::{Permission, PermissionDecl, Role};
use platform::http::Access::{Permission as Needs, Public, Staff};
use platform::slice::MenuEntry;
use platform::store::Migration;
use platform::{Routes, Slice};

/// Accounts of one's scope: opening, closing, passwords, sessions, grants.
pub const ACCOUNTS: Permission = Permission("console.accounts");
/// Which permission stands in which role.
pub const ROLES: Permission = Permission("console.roles");
/// Legal profiles.
pub const PROFILES: Permission = Permission("console.profiles");
/// Working calendar and office hours.
pub const CALENDAR: Permission = Permission("console.calendar");
/// Background work.
pub const JOBS: Permission = Permission("console.jobs");
/// The journal of one's scope.
pub const JOURNAL: Permission = Permission("console.journal");
/// Notices and their templates.
pub const NOTICES: Permission = Permission("console.notices");

/// The slice.
pub static SLICE: Slice = Slice {
    name: "console",
    pillar: "ground",
    tables: &["shipped_permission", "account_request"],
    migrations: &[
        Migration {
            version: "2012_10_01_00_shipped_permission",
            sql: include_str!("migrations/2012_10_01_00_shipped_permission.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_11_27_40_account_request",
            sql: include_str!("migrations/2026_11_27_40_account_request.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_11_27_70_account_request_detail",
            sql: include_str!("migrations/2026_11_27_70_account_request_detail.sql"),
            postgres: None,
        },
    ],
    rules: &["accounts.consent_hours", "privacy.list_digits"],
    permissions: &[
        PermissionDecl { permission: ACCOUNTS, label: "console-permission-accounts", roles: &[Role::It] },
        PermissionDecl { permission: ROLES, label: "console-permission-roles", roles: &[Role::It] },
        PermissionDecl {
            permission: PROFILES,
            label: "console-permission-profiles",
            roles: &[Role::It, Role::Reform],
        },
        PermissionDecl {
            permission: CALENDAR,
            label: "console-permission-calendar",
            roles: &[Role::It, Role::Reform],
        },
        PermissionDecl { permission: JOBS, label: "console-permission-jobs", roles: &[Role::It] },
        PermissionDecl {
            permission: JOURNAL,
            label: "console-permission-journal",
            roles: &[Role::It, Role::Inspector],
        },
        PermissionDecl { permission: NOTICES, label: "console-permission-notices", roles: &[Role::It] },
    ],
    routes: || interface_routes(watching(rules(people(Routes::new())))),
    api: crate::api::operations,
    menu: &[
        MenuEntry {
            label: "console-menu-accounts",
            href: "/quan-tri/tai-khoan",
            group: "admin",
            access: Needs(ACCOUNTS),
            order: 10,
        },
        MenuEntry {
            label: "console-menu-erasures",
            href: "/quan-tri/xoa-tai-khoan",
            group: "admin",
            access: Needs(ACCOUNTS),
            order: 16,
        },
        MenuEntry {
            label: "console-menu-requests",
            href: "/quan-tri/yeu-cau",
            group: "admin",
            access: Needs(ACCOUNTS),
            order: 15,
        },
        MenuEntry {
            label: "console-menu-roles",
            href: "/quan-tri/vai-tro",
            group: "admin",
            access: Needs(ROLES),
            order: 20,
        },
        MenuEntry {
            label: "console-menu-profiles",
            href: "/quan-tri/quy-tac",
            group: "admin",
            access: Needs(PROFILES),
            order: 30,
        },
        MenuEntry {
            label: "console-menu-calendar",
            href: "/quan-tri/lich",
            group: "admin",
            access: Needs(CALENDAR),
            order: 40,
        },
        MenuEntry {
            label: "console-menu-checklist",
            href: "/quan-tri/kiem-tra-cai-dat",
            group: "admin",
            access: Needs(PROFILES),
            order: 50,
        },
        MenuEntry {
            label: "console-menu-status",
            href: "/quan-tri/tinh-trang",
            group: "admin",
            access: Needs(JOBS),
            order: 55,
        },
        MenuEntry {
            label: "console-menu-jobs",
            href: "/quan-tri/cong-viec",
            group: "admin",
            access: Needs(JOBS),
            order: 60,
        },
        MenuEntry {
            label: "console-menu-outbox",
            href: "/quan-tri/thu",
            group: "admin",
            access: Needs(NOTICES),
            order: 70,
        },
        MenuEntry {
            label: "console-menu-journal",
            href: "/quan-tri/nhat-ky",
            group: "admin",
            access: Needs(JOURNAL),
            order: 80,
        },
        MenuEntry {
            label: "console-menu-reads",
            href: "/quan-tri/luot-xem",
            group: "admin",
            access: Needs(JOURNAL),
            order: 85,
        },
        MenuEntry {
            label: "console-menu-ledger",
            href: "/quan-tri/niem-phong",
            group: "admin",
            access: Needs(JOURNAL),
            order: 90,
        },
        MenuEntry {
            label: "console-menu-tokens-all",
            href: "/quan-tri/ma-truy-cap",
            group: "admin",
            access: Needs(ACCOUNTS),
            order: 18,
        },
        MenuEntry {
            label: "console-menu-tokens",
            href: "/ma-truy-cap",
            group: "mine",
            access: Staff,
            order: 85,
        },
        MenuEntry {
            label: "console-menu-webhooks",
            href: "/nhan-tin",
            group: "mine",
            access: Staff,
            order: 86,
        },
        MenuEntry {
            label: "console-menu-delegation",
            href: "/uy-quyen",
            group: "mine",
            access: Staff,
            order: 80,
        },
    ],
    jobs: &[ledger::AUDIT],
    persons: &["/quan-tri/tai-khoan", "/quan-tri/thu", "/quan-tri/xoa-tai-khoan"],
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    seed: Some(|app| Box::pin(crate::seed::run(app))),
    ..Slice::EMPTY
};

fn interface_routes(routes: Routes) -> Routes {
    routes
        .get("/tai-lieu-api", Public, interface::show)
        .get("/nhan-tin", Staff, webhooks::show)
        .get("/nhan-tin/moi", Staff, webhooks::new)
        .post("/nhan-tin/moi", Staff, webhooks::make)
        .get("/nhan-tin/{id}", Staff, webhooks::one)
        .post("/nhan-tin/{id}/thu", Staff, webhooks::test)
        .post("/nhan-tin/{id}/thoi", Staff, webhooks::end)
        .post("/nhan-tin/{id}/gui-lai/{delivery}", Staff, webhooks::again)
        .get("/ma-truy-cap", Staff, tokens::own)
        .get("/ma-truy-cap/moi", Staff, tokens::new)
        .post("/ma-truy-cap/moi", Staff, tokens::make)
        .post("/ma-truy-cap/{id}/thu-hoi", Staff, tokens::revoke_own)
        .get("/quan-tri/ma-truy-cap", Needs(ACCOUNTS), tokens::all)
        .post("/quan-tri/ma-truy-cap/{id}/thu-hoi", Needs(ACCOUNTS), tokens::revoke_any)
}

fn people(routes: Routes) -> Routes {
    routes
        .get("/quan-tri/tai-khoan", Needs(ACCOUNTS), accounts::show)
        .get("/quan-tri/tai-khoan/moi", Needs(ACCOUNTS), account_new::show)
        .post("/quan-tri/tai-khoan/moi", Needs(ACCOUNTS), account_new::submit)
        .get("/quan-tri/tai-khoan/{id}", Needs(ACCOUNTS), account::show)
        .get("/quan-tri/tai-khoan/{id}/khoa", Needs(ACCOUNTS), account_acts::disable_form)
        .post("/quan-tri/tai-khoan/{id}/khoa", Needs(ACCOUNTS), account_acts::disable)
        .post("/quan-tri/tai-khoan/{id}/mo-khoa", Needs(ACCOUNTS), account_acts::enable)
        .post("/quan-tri/tai-khoan/{id}/mat-khau", Needs(ACCOUNTS), account_acts::reset_password)
        .post(
            "/quan-tri/tai-khoan/{id}/phien/{phien}/ket-thuc",
            Needs(ACCOUNTS),
            account_acts::revoke_session,
        )
        .get("/quan-tri/tai-khoan/{id}/cap-lai", Needs(ACCOUNTS), recovery::show)
        .post("/quan-tri/tai-khoan/{id}/cap-lai", Needs(ACCOUNTS), recovery::submit)
        .get("/quan-tri/tai-khoan/{id}/lien-ket", Needs(ACCOUNTS), links::show)
        .post("/quan-tri/tai-khoan/{id}/lien-ket", Needs(ACCOUNTS), links::submit)
        .post("/quan-tri/tai-khoan/{id}/lien-ket/{lien_ket}/bo", Needs(ACCOUNTS), links::end)
        .get("/quan-tri/yeu-cau", Needs(ACCOUNTS), requests::show)
        .post("/quan-tri/yeu-cau/{id}/duyet", Needs(ACCOUNTS), requests::approve)
        .post("/quan-tri/yeu-cau/{id}/tu-choi", Needs(ACCOUNTS), requests::refuse)
        .get("/quan-tri/xoa-tai-khoan", Needs(ACCOUNTS), erasures::show)
        .get("/quan-tri/xoa-tai-khoan/{id}", Needs(ACCOUNTS), erasures::one)
        .post("/quan-tri/xoa-tai-khoan/{id}/dong-y", Needs(ACCOUNTS), erasures::approve)
        .post("/quan-tri/xoa-tai-khoan/{id}/tu-choi", Needs(ACCOUNTS), erasures::refuse)
        .get("/quan-tri/tai-khoan/{id}/cap-quyen", Needs(ACCOUNTS), grants::show)
        .post("/quan-tri/tai-khoan/{id}/cap-quyen", Needs(ACCOUNTS), grants::submit)
        .post("/quan-tri/tai-khoan/{id}/quyen/{quyen}/ket-thuc", Needs(ACCOUNTS), grants::end)
        .get("/uy-quyen", Staff, delegation::show)
        .post("/uy-quyen", Staff, delegation::submit)
        .post("/uy-quyen/{quyen}/ket-thuc", Staff, delegation::end)
        .get("/quan-tri/vai-tro", Needs(ROLES), roles::show)
        .get("/quan-tri/vai-tro/bang", Needs(ROLES), roles::matrix)
        .get("/quan-tri/vai-tro/moi", Needs(ROLES), role::new)
        .post("/quan-tri/vai-tro/moi", Needs(ROLES), role::create)
        .get("/quan-tri/vai-tro/{ma}", Needs(ROLES), role::show)
        .post("/quan-tri/vai-tro/{ma}", Needs(ROLES), role::submit)
}

fn rules(routes: Routes) -> Routes {
    routes
        .get("/quan-tri/quy-tac", Needs(PROFILES), profiles::show)
        .get("/quan-tri/quy-tac/{id}", Needs(PROFILES), profile::show)
        .post("/quan-tri/quy-tac/{id}/xac-nhan", Needs(PROFILES), profile::confirm)
        .get("/quan-tri/quy-tac/{id}/sua", Needs(PROFILES), profile_draft::show)
        .post("/quan-tri/quy-tac/{id}/sua", Needs(PROFILES), profile_draft::submit)
        .get("/quan-tri/quy-tac/{id}/so-sanh", Needs(PROFILES), profile_draft::diff)
        .post("/quan-tri/quy-tac/{id}/cong-bo", Needs(PROFILES), profile_draft::publish)
        .post("/quan-tri/quy-tac/{id}/bo", Needs(PROFILES), profile_draft::discard)
        .get("/quan-tri/kiem-tra-cai-dat", Needs(PROFILES), checklist::show)
        .get("/quan-tri/lich", Needs(CALENDAR), calendar::show)
        .get("/quan-tri/lich/danh-sach", Needs(CALENDAR), calendar::list)
        .get("/quan-tri/lich/ngay", Needs(CALENDAR), calendar_day::show)
        .post("/quan-tri/lich/ngay", Needs(CALENDAR), calendar_day::submit)
        .post("/quan-tri/lich/ngay/bo", Needs(CALENDAR), calendar_day::remove)
        .get("/quan-tri/lich/gio-lam-viec", Needs(CALENDAR), hours::show)
        .get("/quan-tri/lich/gio-lam-viec/sua", Needs(CALENDAR), hours::edit)
        .post("/quan-tri/lich/gio-lam-viec/sua", Needs(CALENDAR), hours::submit)
        .post("/quan-tri/lich/gio-lam-viec/bo", Needs(CALENDAR), hours::remove)
}

fn watching(routes: Routes) -> Routes {
    routes
        .get("/healthz", Public, probes::health)
        .always()
        .get("/readyz", Public, probes::ready)
        .always()
        .get("/metrics", Public, probes::numbers)
        .always()
        .get("/quan-tri/tinh-trang", Needs(JOBS), status::show)
        .get("/quan-tri/cong-viec", Needs(JOBS), jobs::show)
        .post("/quan-tri/cong-viec/thu-lai", Needs(JOBS), jobs::retry_many)
        .get("/quan-tri/cong-viec/{id}", Needs(JOBS), jobs::one)
        .post("/quan-tri/cong-viec/{id}/thu-lai", Needs(JOBS), jobs::retry)
        .post("/quan-tri/cong-viec/{id}/thoi", Needs(JOBS), jobs::give_up)
        .get("/quan-tri/nhat-ky", Needs(JOURNAL), journal::show)
        .get("/quan-tri/nhat-ky/kiem-tra", Needs(JOURNAL), journal::check)
        .get("/quan-tri/nhat-ky/{id}", Needs(JOURNAL), journal::one)
        .get("/quan-tri/luot-xem", Needs(JOURNAL), reads::show)
        .get("/quan-tri/niem-phong", Needs(JOURNAL), ledger::show)
        .post("/quan-tri/niem-phong/kiem-tra", Needs(JOURNAL), ledger::audit)
        .get("/niem-phong", Public, ledger::public)
        .get("/niem-phong/dau", Public, ledger::note)
        .get("/niem-phong/nhat-quan", Public, ledger::consistency)
        .get("/quan-tri/thu", Needs(NOTICES), outbox::show)
        .get("/quan-tri/thu/mau", Needs(NOTICES), templates::show)
        .get("/quan-tri/thu/mau/{ma}", Needs(NOTICES), templates::one)
        .post("/quan-tri/thu/mau/{ma}", Needs(NOTICES), templates::submit)
        .get("/quan-tri/thu/{id}", Needs(NOTICES), outbox::one)
        .post("/quan-tri/thu/{id}/gui-lai", Needs(NOTICES), outbox::send_again)
        .post("/quan-tri/thu/{id}/gui-lai-tin", Needs(NOTICES), outbox::send_sms_again)
        .post("/tin-nhan/bien-nhan/{token}", Public, receipts::take)
}
