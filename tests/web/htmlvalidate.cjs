// What HTML is held to: all that the presets know, but for what has its reason here.

module.exports = {
  root: true,
  extends: ["html-validate:recommended", "html-validate:document", "html-validate:a11y"],
  rules: {
    // Templates leave spaces where their tags were; they compress to nothing.
    "no-trailing-whitespace": "off",
    // Either is HTML; djlint keeps this one.
    "doctype-style": ["error", { style: "lowercase" }],
    // It guards against other hosts, and none is asked: all files are this site's own.
    "require-sri": ["error", { target: "crossorigin" }],
    // A title begins with the name of a broadcast, which is as long as CallFire has it.
    "long-title": "off",
    // An address names several broadcasts, each as an `id` of its own: id=1&id=2.
    "form-dup-name": "off",
    // A box that scrolls sideways has the role for its name; it is no section with a heading.
    "prefer-native-element": ["error", { exclude: ["region"] }],
    // The search field in the header is sent by Enter; the technique H32 is one of several.
    "wcag/h32": "off",
  },
};
