govstack-client = The header Information-Mediator-Client is needed, as INSTANCE/CLASS/MEMBER/SUBSYSTEM.
govstack-eform-other = Not the form in use of this service ({ $form }).
govstack-document-unknown = No such file among those you handed in and did not use yet.
govstack-document-component = The file was handed in without saying which paper it is (additionalMetadata).
govstack-refused-fixed = Only the owner and the way of the result can be put right; agency, answers and papers stay as filed.
govstack-period = The time ends before it begins, or is cut into too many parts.
journal-action-document-upload = Hand in a file ahead of filing
journal-action-document-expire = Remove a file that no dossier used
