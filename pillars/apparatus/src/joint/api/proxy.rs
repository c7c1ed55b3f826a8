//! Who files a joint dossier for its owner, as the programming interface takes and gives it.

use super::super::store::Proxy;
use platform::Ctx;
use platform::api::types::{Sent, Word};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What who files is to the owner.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum RelationIn {
    /// Father or mother.
    Parent,
    /// Son or daughter.
    Child,
    /// Husband or wife.
    Spouse,
    /// Brother or sister.
    Sibling,
    /// Guardian.
    Guardian,
    /// By a paper of authority.
    Authorised,
    /// Anything else.
    Other,
}

impl RelationIn {
    fn code(self) -> &'static str {
        match self {
            RelationIn::Parent => "parent",
            RelationIn::Child => "child",
            RelationIn::Spouse => "spouse",
            RelationIn::Sibling => "sibling",
            RelationIn::Guardian => "guardian",
            RelationIn::Authorised => "authorised",
            RelationIn::Other => "other",
        }
    }
}

/// Who files for the owner.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JointProxyIn {
    /// Full name.
    #[schemars(length(min = 1, max = 120))]
    name: String,
    /// Identity number.
    #[serde(default)]
    #[schemars(length(max = 40))]
    identity_number: String,
    /// Telephone.
    #[serde(default)]
    #[schemars(length(max = 40))]
    phone: String,
    /// What they are to the owner.
    relation: RelationIn,
}

/// Who filed for the owner.
#[derive(Debug, Serialize, JsonSchema)]
pub struct JointProxy {
    /// Full name.
    name: String,
    /// Identity number.
    identity_number: String,
    /// Telephone.
    phone: String,
    /// What they are to the owner.
    relation: Word,
}

impl JointProxy {
    /// As it stands in the record.
    pub fn of(ctx: &Ctx, proxy: Proxy) -> JointProxy {
        let name = ctx.t(&format!("joint-relation-{}", proxy.relation));
        JointProxy {
            name: proxy.person.name,
            identity_number: proxy.person.identity_number,
            phone: proxy.person.phone,
            relation: Word { code: proxy.relation, name },
        }
    }
}

/// As the counter's form would send it.
pub fn sent(form: Sent, proxy: Option<&JointProxyIn>) -> Sent {
    let Some(proxy) = proxy else { return form };
    form.with("thay-ho-ten", Some(&proxy.name))
        .with("thay-so-giay-to", Some(&proxy.identity_number))
        .with("thay-dien-thoai", Some(&proxy.phone))
        .with("thay-quan-he", Some(proxy.relation.code()))
}
