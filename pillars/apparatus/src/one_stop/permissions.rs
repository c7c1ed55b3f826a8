//! The one-stop's permissions; each holds for an agency and, if granted so, the agencies below it.

pub use contracts::desk::{RECEIVE, VIEW};
use platform::Permission;
use platform::access::{PermissionDecl, Role};

/// Work on a dossier (thụ lý).
pub const PROCESS: Permission = Permission("one_stop.process");
/// Approve in the division (xét duyệt); assign; re-appoint.
pub const APPRAISE: Permission = Permission("one_stop.appraise");
/// Sign the result (ký duyệt).
pub const SIGN: Permission = Permission("one_stop.sign");
/// Hand over results.
pub const RETURN: Permission = Permission("one_stop.return");
/// Answer another agency's request for an opinion.
pub const OPINION: Permission = Permission("one_stop.opinion");
/// Open and print the register.
pub const REGISTER: Permission = Permission("one_stop.register");
/// Close a year's book of the register.
pub const CLOSE_BOOK: Permission = Permission("one_stop.close_book");
/// Move running dossiers to the flow that their procedure has today.
pub const MOVE_FLOW: Permission = Permission("one_stop.move_flow");

/// As the slice declares them.
pub const DECLARED: &[PermissionDecl] = &[
    PermissionDecl {
        permission: VIEW,
        label: "one-stop-permission-view",
        roles: &[Role::Clerk, Role::Specialist, Role::Head, Role::Leader, Role::Reform, Role::Inspector],
    },
    PermissionDecl { permission: RECEIVE, label: "one-stop-permission-receive", roles: &[Role::Clerk] },
    PermissionDecl { permission: PROCESS, label: "one-stop-permission-process", roles: &[Role::Specialist] },
    PermissionDecl { permission: APPRAISE, label: "one-stop-permission-appraise", roles: &[Role::Head] },
    PermissionDecl { permission: SIGN, label: "one-stop-permission-sign", roles: &[Role::Leader] },
    PermissionDecl { permission: RETURN, label: "one-stop-permission-return", roles: &[Role::Clerk] },
    PermissionDecl {
        permission: OPINION,
        label: "one-stop-permission-opinion",
        roles: &[Role::Specialist, Role::Head, Role::Leader],
    },
    PermissionDecl {
        permission: REGISTER,
        label: "one-stop-permission-register",
        roles: &[Role::Clerk, Role::Head, Role::Leader, Role::Inspector],
    },
    PermissionDecl {
        permission: CLOSE_BOOK,
        label: "one-stop-permission-close-book",
        roles: &[Role::Head, Role::Leader],
    },
    PermissionDecl {
        permission: MOVE_FLOW,
        label: "one-stop-permission-move-flow",
        roles: &[Role::Leader, Role::Reform, Role::ProcedureControl],
    },
];

/// The permission that a step's role needs.
pub fn of_role(role: &str) -> Permission {
    match role {
        "one_stop" => RECEIVE,
        "specialist" => PROCESS,
        "head" => APPRAISE,
        _ => SIGN,
    }
}
