"use strict";
(() => {
  const root = document.documentElement;
  const theme = document.getElementById("theme");
  const isDark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const name = () => { theme.textContent = isDark() ? "Light" : "Dark"; };
  theme.hidden = false;
  theme.addEventListener("click", () => { root.dataset.theme = isDark() ? "light" : "dark"; name(); });
  name();

  const table = document.getElementById("topic-table");
  const controls = document.getElementById("topic-controls");
  if (!table || !controls) return;
  const [find, team, order, count] = ["find", "team", "order", "count"].map(id => document.getElementById("topic-" + id));
  const topics = [...table.tBodies];
  const texts = topics.map(topic => topic.textContent.toLowerCase());
  const show = () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(word => word);
    let shown = 0;
    topics.forEach((topic, i) => {
      topic.hidden = !(words.every(word => texts[i].includes(word)) && (!team.value || topic.dataset.team === team.value));
      shown += topic.hidden ? 0 : 1;
    });
    count.textContent = shown === topics.length ? "" : shown + " of " + topics.length + " topics";
  };
  const sort = () => {
    const key = order.value;
    const sorted = [...topics].sort((a, b) => key === "name" ? a.dataset.name.localeCompare(b.dataset.name) : b.dataset[key] - a.dataset[key]);
    table.append(...sorted);
  };
  find.addEventListener("input", show);
  team.addEventListener("change", show);
  order.addEventListener("change", sort);
  controls.hidden = false;
  const open = () => {
    const details = location.hash.startsWith("#topic-") && document.getElementById(location.hash.slice(1))?.querySelector("details");
    if (details) details.open = true;
  };
  addEventListener("hashchange", open);
  addEventListener("beforeprint", () => { for (const details of table.querySelectorAll("details")) details.open = true; });
  open();
})();
