//! Who may do what, where: permissions in roles, roles granted for an agency and its subtree, with dates, delegable.
//! One rule both guards a record and filters a list: [`Viewer::scope`].

use crate::directory::Directory;
use crate::identity::AccountKind;
use crate::saved::Saved;
use crate::store::{Actor, ActorKind};
use sea_orm::Value;

/// A right to do one thing, such as `one_stop.receive`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Permission(pub &'static str);

/// A permission as its slice declares it.
#[derive(Debug, Clone, Copy)]
pub struct PermissionDecl {
    /// The permission.
    pub permission: Permission,
    /// Message key of its label.
    pub label: &'static str,
    /// Shipped roles that hold it.
    pub roles: &'static [Role],
}

/// The roles a new city starts with; an administrator may change their permissions and add others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Cán bộ tiếp nhận và trả kết quả.
    Clerk,
    /// Chuyên viên thụ lý.
    Specialist,
    /// Trưởng phòng, trưởng bộ phận một cửa.
    Head,
    /// Lãnh đạo cơ quan.
    Leader,
    /// Sở Nội vụ: công tác cải cách hành chính.
    Reform,
    /// Kiểm soát thủ tục hành chính.
    ProcedureControl,
    /// Thanh tra.
    Inspector,
    /// Quản trị hệ thống.
    It,
    /// Phóng viên, biên tập viên của báo, đài.
    Press,
}

impl Role {
    /// Every shipped role.
    pub const ALL: [Role; 9] = [
        Role::Clerk,
        Role::Specialist,
        Role::Head,
        Role::Leader,
        Role::Reform,
        Role::ProcedureControl,
        Role::Inspector,
        Role::It,
        Role::Press,
    ];

    /// Code in the database.
    pub fn code(self) -> &'static str {
        match self {
            Role::Clerk => "clerk",
            Role::Specialist => "specialist",
            Role::Head => "head",
            Role::Leader => "leader",
            Role::Reform => "reform",
            Role::ProcedureControl => "procedure_control",
            Role::Inspector => "inspector",
            Role::It => "it",
            Role::Press => "press",
        }
    }

    /// Vietnamese name.
    pub fn name_vi(self) -> &'static str {
        match self {
            Role::Clerk => "Cán bộ tiếp nhận và trả kết quả",
            Role::Specialist => "Chuyên viên thụ lý",
            Role::Head => "Trưởng phòng, trưởng bộ phận",
            Role::Leader => "Lãnh đạo cơ quan",
            Role::Reform => "Phụ trách cải cách hành chính",
            Role::ProcedureControl => "Kiểm soát thủ tục hành chính",
            Role::Inspector => "Thanh tra, kiểm tra",
            Role::It => "Quản trị hệ thống",
            Role::Press => "Báo, đài",
        }
    }
}

/// Where a permission holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Nowhere.
    None,
    /// In these agencies, sorted ids.
    Agencies(Vec<i64>),
    /// Everywhere.
    All,
}

impl Scope {
    /// Whether it covers an agency.
    pub fn covers(&self, agency: i64) -> bool {
        match self {
            Scope::None => false,
            Scope::All => true,
            Scope::Agencies(ids) => ids.binary_search(&agency).is_ok(),
        }
    }

    /// Both together.
    pub fn union(self, other: Scope) -> Scope {
        match (self, other) {
            (Scope::All, _) | (_, Scope::All) => Scope::All,
            (Scope::None, s) | (s, Scope::None) => s,
            (Scope::Agencies(mut a), Scope::Agencies(b)) => {
                a.extend(b);
                a.sort_unstable();
                a.dedup();
                Scope::Agencies(a)
            }
        }
    }

    /// The same rule as an SQL condition on a column of agency ids; `None` where nothing needs filtering.
    ///
    /// Placeholders start at `next`; the values are pushed to `params`.
    pub fn condition(&self, column: &str, params: &mut Vec<Value>) -> Option<String> {
        match self {
            Scope::All => None,
            Scope::None => Some("1 = 0".to_owned()),
            // PostgreSQL reads no empty list.
            Scope::Agencies(ids) if ids.is_empty() => Some("1 = 0".to_owned()),
            Scope::Agencies(ids) => {
                let mut list = String::new();
                for id in ids {
                    params.push((*id).into());
                    if !list.is_empty() {
                        list.push_str(", ");
                    }
                    list.push_str(&format!("${}", params.len()));
                }
                Some(format!("{column} IN ({list})"))
            }
        }
    }
}

/// A role held somewhere.
#[derive(Debug, Clone)]
pub struct Grant {
    /// Codes of the role's permissions.
    pub permissions: Vec<String>,
    /// Name of the role, for the masthead.
    pub role: String,
    /// Code of the role.
    pub role_code: String,
    /// Agency it is held for.
    pub agency_id: i64,
    /// Whether it reaches the agencies below.
    pub subtree: bool,
}

/// Who is looking: an account with its grants in force today.
#[derive(Debug, Clone)]
pub struct Viewer {
    /// Account id.
    pub account_id: i64,
    /// Staff or citizen.
    pub kind: AccountKind,
    /// Sign-in name.
    pub login: String,
    /// Full name.
    pub name: String,
    /// Agency of a member of staff.
    pub agency_id: Option<i64>,
    /// Session in use.
    pub session_id: i64,
    /// Somebody else made the password: nothing opens before it is changed.
    pub must_change_password: bool,
    /// A role held demands a second factor, and there is none yet.
    pub must_enrol: bool,
    /// Code of the provider of identities the session was opened by.
    pub provider: Option<String>,
    /// Filters kept for lists.
    pub filters: Vec<Saved>,
    /// Notices not read yet.
    pub unseen: i64,
    /// Grants in force, with the agencies each reaches, resolved.
    pub grants: Vec<(Grant, Scope)>,
}

impl Viewer {
    /// Resolves grants against the agency tree: a grant for a root with its subtree is everywhere.
    pub fn resolve(grants: Vec<Grant>, directory: &Directory) -> Vec<(Grant, Scope)> {
        grants
            .into_iter()
            .map(|grant| {
                let scope = if !grant.subtree {
                    Scope::Agencies(vec![grant.agency_id])
                } else if directory.is_root(grant.agency_id) {
                    Scope::All
                } else {
                    Scope::Agencies(directory.subtree(grant.agency_id))
                };
                (grant, scope)
            })
            .collect()
    }

    /// Takes away every permission but those kept; a role that keeps none is not held.
    pub fn narrow(&mut self, keep: impl Fn(&str) -> bool) {
        for (grant, _) in &mut self.grants {
            grant.permissions.retain(|permission| keep(permission));
        }
        self.grants.retain(|(grant, _)| !grant.permissions.is_empty());
    }

    /// Where this viewer holds a permission.
    pub fn scope(&self, permission: Permission) -> Scope {
        self.grants
            .iter()
            .filter(|(grant, _)| grant.permissions.iter().any(|p| p == permission.0))
            .fold(Scope::None, |sum, (_, scope)| sum.union(scope.clone()))
    }

    /// Whether this viewer holds a permission for an agency.
    pub fn may(&self, permission: Permission, agency: i64) -> bool {
        self.grants
            .iter()
            .any(|(grant, scope)| scope.covers(agency) && grant.permissions.iter().any(|p| p == permission.0))
    }

    /// The agency for which the permission over `agency` is held: the own one where a role of it reaches so far.
    pub fn holding(&self, permission: Permission, agency: i64) -> Option<i64> {
        let mut covering = self
            .grants
            .iter()
            .filter(|(grant, scope)| {
                scope.covers(agency) && grant.permissions.iter().any(|p| p == permission.0)
            })
            .peekable();
        let first = covering.peek()?.0.agency_id;
        let own = self.agency_id.filter(|own| covering.any(|(_, scope)| scope.covers(*own)));
        Some(own.unwrap_or(first))
    }

    /// Name of the role that gives the permission over `agency`; else of one that gives it anywhere.
    pub fn role_for(&self, permission: Permission, agency: i64) -> Option<String> {
        let mut giving = self
            .grants
            .iter()
            .filter(|(grant, _)| grant.permissions.iter().any(|p| p == permission.0))
            .peekable();
        let any = giving.peek().map(|(grant, _)| grant.role.clone());
        giving.find(|(_, scope)| scope.covers(agency)).map(|(grant, _)| grant.role.clone()).or(any)
    }

    /// Whether this viewer holds a permission anywhere.
    pub fn has(&self, permission: Permission) -> bool {
        self.grants.iter().any(|(grant, _)| grant.permissions.iter().any(|p| p == permission.0))
    }

    /// Whether a role is held.
    pub fn is(&self, role: Role) -> bool {
        self.grants.iter().any(|(grant, _)| grant.role_code == role.code())
    }

    /// The actor of this viewer's changes.
    pub fn actor(&self) -> Actor {
        Actor {
            kind: match self.kind {
                AccountKind::Staff => ActorKind::Staff,
                AccountKind::Citizen => ActorKind::Citizen,
            },
            account_id: Some(self.account_id),
            name: self.name.clone(),
            unit_id: self.agency_id,
        }
    }
}
