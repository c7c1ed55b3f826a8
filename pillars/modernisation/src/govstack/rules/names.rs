//! States and fields under the names of the building block.

use contracts::desk::Standing;

/// The code of a state.
pub fn status_code(standing: Standing) -> &'static str {
    match standing {
        Standing::Pending => "PENDING",
        Standing::SentBack => "SENDBACK",
        Standing::Granted => "APPROVED",
        Standing::Refused => "REJECTED",
    }
}

/// Fields of our own filing whose names differ.
const NAMES: [(&str, &str); 8] = [
    ("owner.name", "applicationName"),
    ("owner.identity_number", "applicantId"),
    ("reason", "formData.data.correction.reason"),
    ("agency", "formData.data.filing.agency"),
    ("applicant", "formData.data.filing.applicant"),
    ("delivery", "formData.data.filing.delivery"),
    ("term_case", "formData.data.filing.termCase"),
    ("form", "formData.data.answers"),
];

/// A field of our own filing as an application has it.
pub fn named(field: &str) -> String {
    if let Some((_, name)) = NAMES.iter().find(|(own, _)| *own == field) {
        return (*name).to_owned();
    }
    match field.split_once('.') {
        Some(("owner" | "proxy", _)) => format!("formData.data.{field}"),
        Some(("form", question)) => format!("formData.data.answers.{question}"),
        Some(("papers", paper)) => format!("documentUrls.{paper}"),
        _ => field.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn errors_name_the_fields_that_an_application_has() {
        for (own, theirs) in [
            ("owner.name", "applicationName"),
            ("owner.identity_number", "applicantId"),
            ("owner.address", "formData.data.owner.address"),
            ("proxy.phone", "formData.data.proxy.phone"),
            ("form.ho_ten_con", "formData.data.answers.ho_ten_con"),
            ("papers.to-khai", "documentUrls.to-khai"),
            ("agency", "formData.data.filing.agency"),
            ("number", "number"),
        ] {
            assert_eq!(named(own), theirs);
        }
    }
}
