//! The words of petitions: channels, persons, the eight contents, parts of a procedure, criteria, outcomes, grounds.

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $code:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize, schemars::JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
        }

        impl $name {
            /// Every one, in the order of the law or of the work.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// Word in the database and in the keys of texts.
            pub fn code(self) -> &'static str {
                match self {
                    $($name::$variant => $code,)+
                }
            }

            /// From the word.
            pub fn from_code(code: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|word| word.code() == code)
            }
        }
    };
}
pub(super) use words;

words! {
    /// How it came (Decree 20/2008 art. 6, 9, 10).
    Channel {
        /// Through this site.
        Online = "online",
        /// In person.
        Counter = "counter",
        /// By post.
        Post = "post",
        /// By the telephone set up for it, written down by the officer.
        Phone = "phone",
        /// In the answer to a questionnaire.
        Survey = "survey",
    }
}

words! {
    /// Who gives it (art. 4).
    PersonKind {
        /// A citizen.
        Citizen = "citizen",
        /// A Vietnamese living abroad.
        Overseas = "overseas",
        /// A foreigner.
        Foreigner = "foreigner",
        /// A firm or another organisation.
        Organisation = "organisation",
    }
}

words! {
    /// The eight contents of art. 5.
    Topic {
        /// How the rule is carried out: hindering, delay, not done, done wrongly.
        Conduct = "conduct",
        /// The rule does not fit what is.
        Unsuited = "unsuited",
        /// It disagrees with other rules.
        Inconsistent = "inconsistent",
        /// It is against the law.
        Unlawful = "unlawful",
        /// It is against a treaty.
        Treaty = "treaty",
        /// Something else about the rule.
        Other = "other",
        /// How to mend one of the former.
        Solution = "solution",
        /// A proposal for a new rule.
        Initiative = "initiative",
    }
}

words! {
    /// The part of a procedure it is about (Decree 63/2010 art. 8).
    Part {
        /// All of it.
        Whole = "whole",
        /// The steps.
        Steps = "steps",
        /// The papers.
        Components = "components",
        /// The term.
        Term = "term",
        /// Fees.
        Fees = "fees",
        /// Forms.
        Forms = "forms",
        /// Conditions.
        Requirements = "requirements",
    }
}

words! {
    /// The six criteria a rule is looked at by (art. 14).
    Criterion {
        /// It is needed.
        Necessary = "necessary",
        /// It is reasonable and lawful.
        Lawful = "lawful",
        /// It is simple and can be understood.
        Simple = "simple",
        /// It can be carried out.
        Feasible = "feasible",
        /// It agrees with the other rules.
        Consistent = "consistent",
        /// It agrees with the treaties.
        Treaties = "treaties",
    }
}

words! {
    /// What comes of it (art. 15); a rule that is found sound stays, and the person is told why.
    Outcome {
        /// Amended by own power.
        Amend = "amend",
        /// Added to by own power.
        Add = "add",
        /// Taken back by own power.
        Abolish = "abolish",
        /// Declared void by own power.
        Annul = "annul",
        /// Proposed to who has the power.
        Propose = "propose",
        /// A new rule issued or proposed.
        Issue = "issue",
        /// Kept, with the reasons.
        Keep = "keep",
        /// The way it is carried out is put right.
        Correct = "correct",
    }
}

words! {
    /// Why a petition is not taken up (art. 7).
    Ground {
        /// No name, address or contact.
        Contact = "contact",
        /// Not in Vietnamese.
        Language = "language",
        /// What it says is not clear.
        Unclear = "unclear",
        /// It is a complaint or denunciation, which has a law of its own.
        Complaint = "complaint",
    }
}

words! {
    /// What the person says of the answer.
    Level {
        /// Satisfied.
        Satisfied = "satisfied",
        /// Accepts it.
        Accepts = "accepts",
        /// Not satisfied.
        Unsatisfied = "unsatisfied",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_decree_names_eight_contents_and_six_criteria() {
        assert_eq!((Topic::ALL.len(), Criterion::ALL.len()), (8, 6));
    }

    #[test]
    fn other_programs_use_the_same_words() {
        let read = |code: &str| serde_json::from_value(serde_json::json!(code)).ok();
        assert!(Topic::ALL.iter().all(|t| read(t.code()) == Some(*t)));
        let read = |code: &str| serde_json::from_value(serde_json::json!(code)).ok();
        assert!(Outcome::ALL.iter().all(|o| read(o.code()) == Some(*o)));
    }

    #[test]
    fn a_word_read_back_is_the_same_word() {
        for topic in Topic::ALL {
            assert_eq!(Topic::from_code(topic.code()), Some(*topic));
        }
        assert_eq!(Channel::from_code("x"), None);
    }
}
