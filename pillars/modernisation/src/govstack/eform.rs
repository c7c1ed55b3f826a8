//! What an application asks: where and how it is filed, its owner, and the answers of the procedure's own form; and that as
//! the schema of an e-form. Every value is an object, as the building block's description has it.

use contracts::desk::DeskDossier;
use contracts::dossiers::Person;
use contracts::procedures::Procedure;
use platform::Ctx;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

/// What a form says.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Data {
    /// Where and how it is filed.
    pub filing: FilingPart,
    /// Owner of the matter, beside the name and number of the application.
    pub owner: OwnerPart,
    /// Who files for the owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy: Option<ProxyPart>,
    /// Answers of the procedure's own form.
    #[serde(default)]
    pub answers: Map<String, Json>,
    /// Why something is put right; of updates only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correction: Option<CorrectionPart>,
}

/// Where and how an application is filed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FilingPart {
    /// Code of the agency that shall receive it.
    #[schemars(length(min = 1, max = 80))]
    pub agency: String,
    /// Kind of applicant: citizen, firm, household_business or organisation.
    #[schemars(regex(pattern = "^(citizen|firm|household_business|organisation)$"))]
    pub applicant: String,
    /// Way of the result: counter, post or online.
    #[schemars(regex(pattern = "^(counter|post|online)$"))]
    pub delivery: String,
    /// Key of the case that decides the term, where the procedure has several; `chung` for none of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 80))]
    pub term_case: Option<String>,
}

/// The owner beside name and number.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnerPart {
    /// Address.
    #[schemars(length(min = 1, max = 300))]
    pub address: String,
    /// Telephone.
    #[serde(default)]
    #[schemars(length(max = 40))]
    pub phone: String,
    /// E-mail.
    #[serde(default)]
    #[schemars(length(max = 120))]
    pub email: String,
}

/// Who files for the owner.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProxyPart {
    /// Full name.
    #[schemars(length(min = 1, max = 120))]
    pub name: String,
    /// Identity number.
    #[serde(default)]
    #[schemars(length(max = 40))]
    pub identity_number: String,
    /// Telephone.
    #[serde(default)]
    #[schemars(length(max = 40))]
    pub phone: String,
}

/// Why something is put right.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectionPart {
    /// The reason, as it stands in the history.
    #[schemars(length(min = 1, max = 2000))]
    pub reason: String,
}

impl Data {
    /// What a dossier was filed with.
    pub fn of(dossier: &DeskDossier) -> Data {
        let owner = &dossier.owner;
        Data {
            filing: FilingPart {
                agency: dossier.agency.clone(),
                applicant: dossier.applicant_kind.clone(),
                delivery: dossier.delivery.clone(),
                term_case: None,
            },
            owner: OwnerPart {
                address: owner.address.clone(),
                phone: owner.phone.clone(),
                email: owner.email.clone(),
            },
            proxy: dossier.proxy.as_ref().map(|proxy| ProxyPart {
                name: proxy.name.clone(),
                identity_number: proxy.identity_number.clone(),
                phone: proxy.phone.clone(),
            }),
            answers: dossier.answers.clone(),
            correction: None,
        }
    }

    /// The owner with the name and number of the application.
    pub fn owner(&self, name: &str, number: &str) -> Person {
        Person {
            name: name.to_owned(),
            identity_number: number.to_owned(),
            address: self.owner.address.clone(),
            phone: self.owner.phone.clone(),
            email: self.owner.email.clone(),
        }
    }

    /// Who files for the owner.
    pub fn proxy(&self) -> Option<Person> {
        self.proxy.as_ref().map(|proxy| Person {
            name: proxy.name.clone(),
            identity_number: proxy.identity_number.clone(),
            phone: proxy.phone.clone(),
            ..Person::default()
        })
    }
}

/// JSON Schema of the e-form of a procedure: [`Data`] with the agencies that receive it and the questions of its own form.
pub fn schema(ctx: &Ctx, procedure: &Procedure) -> Map<String, Json> {
    let directory = ctx.app.directory();
    let agencies: Vec<&str> = contracts::agencies::receiving_procedure(&directory, procedure, ctx.today())
        .into_iter()
        .map(|agency| agency.code.as_str())
        .collect();
    filled(&agencies, procedure.form.clone())
}

fn filled(agencies: &[&str], form: Option<Json>) -> Map<String, Json> {
    let settings = SchemaSettings::draft2020_12().for_deserialize().with(|s| s.inline_subschemas = true);
    let mut schema = settings.into_generator().into_root_schema_for::<Data>().to_value();
    if let Some(questions) = schema.get_mut("properties").and_then(Json::as_object_mut) {
        questions.remove("correction");
        let answers = form.unwrap_or_else(|| json!({"type": "object", "maxProperties": 0}));
        questions.insert("answers".to_owned(), answers);
    }
    if let Some(agency) =
        schema.pointer_mut("/properties/filing/properties/agency").and_then(Json::as_object_mut)
    {
        agency.insert("enum".to_owned(), json!(agencies));
    }
    schema.as_object().cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said() -> Json {
        json!({
            "filing": {"agency": "phuong-cai-khe", "applicant": "citizen", "delivery": "post"},
            "owner": {"address": "Ấp Thới Bình", "phone": "0909123456"},
            "answers": {"child": "Lê Thị Mai"},
        })
    }

    #[test]
    fn the_form_takes_what_its_schema_allows_and_nothing_else() {
        let form =
            json!({"type": "object", "properties": {"child": {"type": "string"}}, "required": ["child"]});
        let schema = Json::Object(filled(&["phuong-cai-khe"], Some(form)));
        let validator = jsonschema::options().build(&schema).unwrap();
        assert!(validator.is_valid(&said()));
        for (at, wrong) in [
            ("/filing/agency", json!("nowhere")),
            ("/filing/applicant", json!("ghost")),
            ("/owner", json!({})),
            ("/answers", json!({})),
        ] {
            let mut data = said();
            *data.pointer_mut(at).unwrap() = wrong;
            assert!(!validator.is_valid(&data), "{at}");
        }
        let read: Data = serde_json::from_value(said()).unwrap();
        assert_eq!(read.owner("Lê Văn Tám", "361234567").address, "Ấp Thới Bình");
    }

    #[test]
    fn a_procedure_without_a_form_asks_no_answers() {
        let schema = Json::Object(filled(&["phuong-cai-khe"], None));
        let validator = jsonschema::options().build(&schema).unwrap();
        let mut data = said();
        assert!(!validator.is_valid(&data));
        data["answers"] = json!({});
        assert!(validator.is_valid(&data));
    }
}
