import { createRoot } from 'react-dom/client';
import { App } from './shell/app.tsx';
import { language } from './shell/language.ts';
import { applyTheme } from './shell/preferences.ts';
import './style.css';

applyTheme();
document.documentElement.lang = language;
const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
