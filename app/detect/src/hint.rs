/// A word without which a whole group of patterns cannot match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hint {
    SpelledEmail,
    Secret,
    SqlInsert,
    Script,
    Prompt,
    Command,
}

/// The words that hint at each group, parted by `~`.
pub(crate) const HINTS: &[(Hint, &str)] = &[
    (
        Hint::SpelledEmail,
        "[at]~(at)~{at}~<at>~[ at ]~( at )~{ at }~[@]~(@)~ @ ~[dot]~(dot)~{dot}~<dot>~[ dot ]~( dot )~[.]~(.)~ dot ~ arroba ~ punkt ",
    ),
    (
        Hint::Secret,
        "akia~asia~ghp_~gho_~ghu_~ghs_~ghr_~github_pat_~glpat-~aiza~xoxa-~xoxb-~xoxp-~xoxr-~xoxs-~sk_live_~rk_live_~\
        sk-~npm_~pypi-~dop_v1_~shpat_~sg.~hf_~eyj~private key-----~aws_secret~secret access key~secretaccesskey~\
        accountkey=~axon-v2-~ya29.~hvs.~whsec_~shpca_~shppa_~shpss_~dapi~glsa_~lin_api_~ntn_~pmak-~figd_~atatt3~sntrys_~\
        age-secret-key-~dckr_pat_~:aa~hooks.slack.com/services/~discord.com/api/webhooks/~sq0~key-~://~password~passwd~pwd~secret~\
        token~api_key~apikey~api-key~access_key~access-key~accesskey~private_key~credential~passphrase",
    ),
    (Hint::SqlInsert, "insert into"),
    (Hint::Script, "<~javascript:~vbscript:"),
    (
        Hint::Prompt,
        "ignore~disregard~forget~override~system prompt~jailbreak~you are now~developer mode~dan mode~do anything now~\
        pretend~act as~instructions~no restrictions~unrestricted~<|im_start|>~[inst]~<<sys>>~### system~system:~\
        guidelines~safety filter~restrict~hidden~moderation~content~uncensored~limitations~filters~rules~ignorier~ignorez~ignora~ignore~vergiss~vergeet~negeer~missachte~umgehe~oubli~olvid~omite~caso omiso~dimentica~esque~\
        игнорируй~Игнорируй~忽略~无视~忽视~無視",
    ),
    (
        Hint::Command,
        "rm -~rm\t-~mkfs~of=/dev~:(){~chmod~curl~wget~/dev/sd~/dev/nvme~/etc/shadow~/etc/passwd~powershell~nc -~ncat~\
        /dev/tcp/~format c:~del /~rd /s~rmdir /s~shutdown~vssadmin~kubectl delete~terraform destroy~reg delete~\
        base64 -d~os.system~subprocess~/etc/~erase /~shutil.rmtree~mkfifo~chown -r~wipefs~rm --~cipher /w~invoke-expression~iex(~iex (~sudo rm~\
        find / ~crontab -r",
    ),
];
