//! What the slice `final_review` declares.

use super::{api, demo, pages, seed};
use platform::access::{PermissionDecl, Role};
use platform::http::Access::{Permission as Needs, Public};
use platform::slice::{MenuEntry, SearchKind};
use platform::store::Migration;
use platform::{Permission, Slice};

/// To read reviews under way.
pub const VIEW: Permission = Permission("final_review.view");
/// To write the chapters and causes of one's agency.
pub const WRITE: Permission = Permission("final_review.write");
/// To begin reviews, assign and take in chapters, freeze figures, propose awards, send the review.
pub const MANAGE: Permission = Permission("final_review.manage");
/// To approve a review and its awards, and announce it.
pub const APPROVE: Permission = Permission("final_review.approve");

/// The slice.
pub static SLICE: Slice = Slice {
    name: "final_review",
    pillar: "steering",
    tables: &["final_review", "final_review_figure", "final_review_chapter", "final_review_award"],
    migrations: &[Migration {
        version: "2026_12_01_31_final_review",
        sql: include_str!("migrations/2026_12_01_31_final_review.sql"),
        postgres: None,
    }],
    permissions: &[
        PermissionDecl {
            permission: VIEW,
            label: "final-review-permission-view",
            roles: &[Role::Specialist, Role::Head, Role::Leader, Role::Reform, Role::Inspector],
        },
        PermissionDecl {
            permission: WRITE,
            label: "final-review-permission-write",
            roles: &[Role::Specialist, Role::Head, Role::Leader],
        },
        PermissionDecl {
            permission: MANAGE,
            label: "final-review-permission-manage",
            roles: &[Role::Reform],
        },
        PermissionDecl {
            permission: APPROVE,
            label: "final-review-permission-approve",
            roles: &[Role::Leader],
        },
    ],
    routes: pages::routes,
    api: api::operations,
    menu: &[
        MenuEntry {
            label: "final-review-menu-public",
            href: pages::PUBLIC,
            group: "about",
            access: Public,
            order: 68,
        },
        MenuEntry {
            label: "final-review-menu",
            href: pages::PATH,
            group: "steering",
            access: Needs(VIEW),
            order: 47,
        },
    ],
    search: &[SearchKind {
        kind: "final_review",
        label: "final-review-search",
        permission: Some(VIEW),
        standing: None,
        many: false,
    }],
    rules: &["final_review.chapters", "final_review.responsible", "final_review.lead"],
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    seed: Some(|app| Box::pin(seed::seed(app))),
    demo: Some(|app, _| Box::pin(demo::build(app))),
    ..Slice::EMPTY
};
