//! What the slice `waiting` declares.

use super::{agencies, owed, page};
use platform::access::{PermissionDecl, Role};
use platform::http::Access::{Permission as Needs, Staff};
use platform::slice::MenuEntry;
use platform::{Permission, Routes, Slice};

/// To see what waits at the agencies of one's scope, and at whom.
pub const VIEW: Permission = Permission("waiting.view");

/// The slice.
pub static SLICE: Slice = Slice {
    name: "waiting",
    pillar: "steering",
    permissions: &[PermissionDecl {
        permission: VIEW,
        label: "waiting-permission-view",
        roles: &[Role::Head, Role::Leader, Role::Reform, Role::ProcedureControl, Role::Inspector],
    }],
    routes: || {
        Routes::new()
            .get(page::PATH, Needs(VIEW), page::show)
            .get(page::MINE, Staff, page::mine)
            .get("/dang-cho/co-quan", Needs(VIEW), agencies::show)
            .get("/phai-lam", Needs(VIEW), owed::show)
    },
    menu: &[
        MenuEntry {
            label: "waiting-menu-owed",
            href: "/phai-lam",
            group: "work",
            access: Needs(VIEW),
            order: 5,
        },
        MenuEntry {
            label: "waiting-menu",
            href: page::PATH,
            group: "steering",
            access: Needs(VIEW),
            order: 6,
        },
        MenuEntry { label: "waiting-tab-mine", href: page::MINE, group: "work", access: Staff, order: 8 },
    ],
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    ..Slice::EMPTY
};
