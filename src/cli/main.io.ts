import { realHost } from '../host/real-host.io.ts';
import { dispatch } from './dispatch.io.ts';

// Output is written synchronously, so nothing is lost by ending at once.
void dispatch(realHost(), process.argv.slice(2)).then((code) => process.exit(code));
